package tributary.gateway.platform.postgres.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a backup holds.
 *
 * @param format version of the file's layout
 * @param at RFC 3339 time of the snapshot
 * @param schema the migrations' version
 * @param tables in an order in which they can be loaded: referred before referring
 * @param sequences positions of the identity columns
 * @param partitions of partitioned tables, but the default ones
 */
public record Manifest(
        int format,
        String at,
        String schema,
        List<Table> tables,
        List<Sequence> sequences,
        List<Partition> partitions) {

    static final int FORMAT = 1;
    static final String ENTRY = "manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    public Manifest {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        partitions = List.copyOf(partitions);
    }

    /** Rows in all tables. */
    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    static Manifest read(ZipFile zip, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(ENTRY);
        if (entry == null) {
            throw new BackupException(file + ": expected a backup of Tributary, found a ZIP without " + ENTRY);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            Manifest manifest = JSON.readValue(in, Manifest.class);
            if (manifest.format() != FORMAT) {
                throw new BackupException(file + ": expected backup format " + FORMAT + ", found \"" + manifest.format()
                        + "\"; use the program that wrote it, or a newer one");
            }
            return manifest;
        }
    }

    byte[] toJson() throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    }

    /** The rows of one table, their number and the SHA-256 (hex) of their COPY text. */
    public record Table(String name, List<String> columns, long rows, String sha256) {
        public Table {
            columns = List.copyOf(columns);
        }

        String entry() {
            return "tables/" + name + ".copy";
        }
    }

    /** The sequence behind a column: its last value, and whether that one was already given out. */
    public record Sequence(String table, String column, long value, boolean called) {}

    /** A partition and its bounds as PostgreSQL writes them: {@code FOR VALUES FROM (…) TO (…)}. */
    public record Partition(String table, String name, String bounds) {}
}
