package tributary.load.faults.town;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small disk of its own for PostgreSQL, as a file system in a file: it can be filled, and it can lose what was not synced.
 * Needs root.
 */
public final class Volume {

    private static final int MEBIBYTES = 224;
    private static final int UNMOUNT_ATTEMPTS = 100;
    private static final long UNMOUNT_PAUSE_MS = 100;
    private static final Path FAST = Path.of("/dev/shm");
    private static final long FAST_ENOUGH = 2L << 30;

    private final Path folder;
    private final Path mount;
    private Path image;
    private int copies;

    private Volume(Path folder, Path mount, Path image) {
        this.folder = folder;
        this.mount = mount;
        this.image = image;
    }

    /** Why it cannot be had on this machine; empty if it can. */
    static String obstacle() {
        if (!Commands.root()) {
            return "needs root for loop mounts";
        }
        return Files.exists(Path.of("/dev/loop-control")) ? "" : "needs loop devices";
    }

    /** @param in where it is mounted, as {@code volume} */
    static Volume make(Path in) throws IOException {
        boolean fast = Files.isDirectory(FAST) && Files.getFileStore(FAST).getUsableSpace() > FAST_ENOUGH;
        Path folder = fast ? Town.folder(FAST) : Town.folder(in);
        Path image = folder.resolve("disk-0");
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(java.nio.ByteBuffer.allocate(1), ((long) MEBIBYTES << 20) - 1);
        }
        Commands.run(List.of("mkfs.ext4", "-q", "-F", "-m", "0", image.toString()));
        Volume volume = new Volume(folder, in.resolve("volume"), image);
        volume.mount();
        return volume;
    }

    /**
     * Takes all the room there is.
     *
     * @return whether nothing is left
     */
    public boolean fill() throws IOException {
        Path filler = mount.resolve("filler");
        try (FileChannel file = FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            byte[] block = new byte[64 << 10];
            for (int size = block.length; size >= 1 << 10; size /= 2) {
                fill(file, block, size);
            }
        }
        return Files.getFileStore(mount).getUsableSpace() < 64 << 10;
    }

    public void free() throws IOException {
        Files.deleteIfExists(mount.resolve("filler"));
    }

    /** What a power cut would leave: what was synced, and by chance some more. Whoever writes must stand still. */
    public Path copy() throws IOException {
        Path copy = folder.resolve("disk-" + ++copies);
        Commands.run(List.of("cp", "--sparse=always", image.toString(), copy.toString()));
        return copy;
    }

    /** Goes on with a copy; who used the volume must have ended. */
    public void replaceBy(Path copy) throws IOException {
        unmount();
        Files.delete(image);
        image = copy;
        mount();
    }

    void remove() {
        try {
            Commands.run(List.of("umount", "-l", mount.toString()));
        } catch (IOException gone) {
            // It was not mounted.
        }
        Town.remove(folder);
    }

    /** Ends what killed harnesses left: mounts in the folders of programs that are gone. */
    static void sweep() {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/mounts"))) {
            for (String at : mounts.map(line -> line.split(" ", 3)[1]).toList()) {
                if (Town.isLeftBehind(Path.of(at).getParent())) {
                    Commands.run(List.of("umount", "-l", at));
                }
            }
        } catch (IOException | UncheckedIOException busy) {
            // What cannot be ended now, the next harness tries again.
        }
    }

    private void mount() throws IOException {
        Files.createDirectories(mount);
        Commands.run(List.of("mount", "-o", "loop", image.toString(), mount.toString()));
    }

    /** A process that was killed may need a moment to let go. */
    private void unmount() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Commands.run(List.of("umount", mount.toString()));
                return;
            } catch (IOException busy) {
                if (attempt == UNMOUNT_ATTEMPTS) {
                    throw busy;
                }
                Pause.ms(UNMOUNT_PAUSE_MS);
            }
        }
    }

    private static void fill(FileChannel file, byte[] block, int size) {
        try {
            while (true) {
                file.write(java.nio.ByteBuffer.wrap(block, 0, size), file.size());
            }
        } catch (IOException full) {
            // That is what we want.
        }
    }
}
