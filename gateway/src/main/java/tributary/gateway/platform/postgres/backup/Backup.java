package tributary.gateway.platform.postgres.backup;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tributary.gateway.platform.postgres.PostgresServer;

/**
 * Writes the whole record into one file, from one snapshot, while nodes go on working. The file holds secrets and
 * customers' texts: it is readable by its owner alone. Blocks.
 */
public final class Backup {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final PostgresServer server;
    private final Clock clock;

    public Backup(PostgresServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    /**
     * @param file appears, or replaces what was there, when the backup is complete and on the disk
     * @return what it holds
     * @throws BackupException when the database or the disk fails; {@code file} is then as it was
     */
    public Manifest write(Path file) {
        Path target = file.toAbsolutePath();
        Path folder = target.resolveSibling(".").normalize();
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new BackupException("backup " + file + ": expected a folder that can be written to, found "
                    + (Files.isDirectory(folder) ? "one that cannot" : "no folder") + " at " + folder);
        }
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            Manifest manifest = writePart(part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return manifest;
        } catch (IOException | SQLException e) {
            throw new BackupException("backup " + file + ": " + e.getMessage(), e);
        } finally {
            part.toFile().delete();
        }
    }

    private Manifest writePart(Path part) throws IOException, SQLException {
        Files.createFile(part, OWNER_ONLY);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                ZipOutputStream zip =
                        new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
                Connection connection = server.dataSource("backup").getConnection()) {
            Manifest manifest = snapshot(connection, zip);
            zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
            zip.write(manifest.toJson());
            zip.closeEntry();
            zip.finish();
            zip.flush();
            channel.force(true);
            return manifest;
        }
    }

    private Manifest snapshot(Connection connection, ZipOutputStream zip) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read read only");
        }
        Catalogue catalogue = new Catalogue(connection);
        String schema = catalogue.schema();
        if (schema.isEmpty()) {
            throw new BackupException("backup: the database holds no record yet; start the node once");
        }
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        List<Manifest.Table> tables = new ArrayList<>();
        for (Map.Entry<String, List<String>> table : catalogue.tables().entrySet()) {
            tables.add(copy(copy, table.getKey(), table.getValue(), zip));
        }
        // Sequences know no snapshot: read last, they are never behind the rows.
        return new Manifest(
                Manifest.FORMAT,
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                schema,
                tables,
                catalogue.sequences(),
                catalogue.partitions());
    }

    private static Manifest.Table copy(CopyManager copy, String table, List<String> columns, ZipOutputStream zip)
            throws SQLException, IOException {
        MessageDigest digest = sha256();
        zip.putNextEntry(new ZipEntry(new Manifest.Table(table, columns, 0, "").entry()));
        // A query, because COPY refuses a partitioned table by name.
        String sql = "copy (select " + Catalogue.quoted(columns) + " from " + Catalogue.quoted(table) + ") to stdout";
        long rows = copy.copyOut(sql, new DigestOutputStream(new Open(zip), digest));
        zip.closeEntry();
        return new Manifest.Table(table, columns, rows, HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The copy of one table must not end the file. */
    private static final class Open extends FilterOutputStream {
        Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
