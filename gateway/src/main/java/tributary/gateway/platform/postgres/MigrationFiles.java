package tributary.gateway.platform.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.flywaydb.core.api.MigrationVersion;

/** The migrations this program was built with, as Flyway's history would list them, without loading Flyway's scanner. */
final class MigrationFiles {

    static final String FOLDER = "db/migration";

    private MigrationFiles() {}

    /** Version to checksum. Blocks for some milliseconds of class path reading. */
    static Map<MigrationVersion, Integer> checksums() {
        try {
            Map<MigrationVersion, Integer> checksums = new HashMap<>();
            for (String name : names()) {
                checksums.put(version(name), checksum(name));
            }
            return checksums;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("reading " + FOLDER + " on the class path", e);
        }
    }

    static MigrationVersion newest() {
        return checksums().keySet().stream().max(MigrationVersion::compareTo).orElseThrow();
    }

    private static List<String> names() throws IOException, URISyntaxException {
        URL folder = MigrationFiles.class.getResource("/" + FOLDER);
        if (folder == null) {
            throw new IOException("no such folder");
        }
        if (folder.openConnection() instanceof JarURLConnection jar) {
            try (Stream<String> entries = jar.getJarFile().stream().map(entry -> entry.getName())) {
                return migrations(entries.filter(name -> name.startsWith(FOLDER + "/"))
                        .map(name -> name.substring(FOLDER.length() + 1)));
            }
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return migrations(files.map(file -> String.valueOf(file.getFileName())));
        }
    }

    private static List<String> migrations(Stream<String> names) {
        return names.filter(name -> name.startsWith("V") && name.endsWith(".sql"))
                .toList();
    }

    private static MigrationVersion version(String name) {
        return MigrationVersion.fromVersion(name.substring(1, name.indexOf("__")));
    }

    /** Flyway's: CRC32 over the lines without their ends. */
    private static int checksum(String name) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = MigrationFiles.class.getResourceAsStream("/" + FOLDER + "/" + name)) {
            if (in == null) {
                throw new IOException("no such file: " + name);
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return (int) crc.getValue();
    }
}
