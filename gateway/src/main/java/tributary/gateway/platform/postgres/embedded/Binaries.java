package tributary.gateway.platform.postgres.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The server's programs: unpacked once from the archive on the class path into a folder named after its content. */
final class Binaries {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");

    private final Path home;

    private Binaries(Path home) {
        this.home = home;
    }

    /** Unpacks below {@code cache} unless it was done before; the folder appears whole (by a rename) or not at all. */
    static Binaries in(Path cache) {
        URL archive = Binaries.class.getResource(ARCHIVE);
        if (archive == null || !System.getProperty("os.arch").equals("amd64")) {
            throw new EmbeddedPostgres.StartException("store.postgres: no embedded PostgreSQL for "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                    + ", expected Linux amd64; give the URI of a server, found \"embedded\"");
        }
        try {
            Path home = cache.resolve("bin-" + fingerprint(archive));
            if (!Files.isDirectory(home)) {
                unpack(archive, cache, home);
            }
            return new Binaries(home);
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking PostgreSQL into " + cache, e);
        }
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /** Removes what is below this path, links themselves and not what they point to. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** The jar's own checksum of the entry: known without reading 15 MB. */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        return connection instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : Long.toHexString(connection.getContentLengthLong());
    }

    private static void unpack(URL archive, Path cache, Path home) throws IOException {
        Path part = Files.createTempDirectory(cache, "unpacking-");
        try {
            Files.setPosixFilePermissions(part, PROGRAM);
            try (InputStream raw = archive.openStream();
                    TarArchiveInputStream tar = new TarArchiveInputStream(
                            new XZCompressorInputStream(new BufferedInputStream(raw, 1 << 16)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, part);
                }
            }
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            // Somebody who shares the cache was faster: theirs is as good.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            delete(part);
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("archive entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            Files.setPosixFilePermissions(target, PROGRAM);
            return;
        }
        Path folder = root.resolve(entry.getName()).normalize().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            Files.setPosixFilePermissions(target, (entry.getMode() & 0100) != 0 ? PROGRAM : FILE);
        }
    }
}
