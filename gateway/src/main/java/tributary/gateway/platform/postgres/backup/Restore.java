package tributary.gateway.platform.postgres.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.flywaydb.core.api.MigrationVersion;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tributary.gateway.platform.postgres.Installation;
import tributary.gateway.platform.postgres.Migrations;
import tributary.gateway.platform.postgres.PostgresServer;

/**
 * Loads a backup into a database without a record: the schema as it was, all rows in one transaction, then the migrations
 * since. The copy gets a new epoch and resends nothing. Blocks.
 */
public final class Restore {

    private static final List<String> RECORD = List.of("journal_key", "journal", "ticket");
    private static final String NODES = """
            select count(*)::text from pg_stat_activity
            where datname = current_database() and application_name = 'tributary'""";

    private final PostgresServer server;

    public Restore(PostgresServer server) {
        this.server = server;
    }

    /**
     * @return what was restored
     * @throws BackupException when the file is damaged or from a newer program, when a node runs on the database or when it
     *     holds a record; the database then holds none of the file's rows
     */
    public Manifest read(Path file) {
        if (!Files.isReadable(file)) {
            throw new BackupException("restore " + file + ": expected a readable file, found none");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Manifest manifest = Manifest.read(zip, file);
            refuseNewer(file, manifest);
            refuseUsed();
            Migrations migrations = new Migrations(server);
            migrations.rebuild(manifest.schema());
            load(zip, manifest);
            migrations.apply();
            return manifest;
        } catch (ZipException | JsonProcessingException e) {
            throw new BackupException(
                    "restore " + file + ": expected a file that backup wrote, whole, found another or a damaged one",
                    e);
        } catch (IOException | SQLException e) {
            throw new BackupException("restore " + file + ": " + e.getMessage(), e);
        }
    }

    private static void refuseNewer(Path file, Manifest manifest) {
        if (MigrationVersion.fromVersion(manifest.schema()).compareTo(Migrations.newest()) > 0) {
            throw new BackupException("restore " + file + ": expected schema " + Migrations.newest()
                    + " or older, found \"" + manifest.schema() + "\"; use the program that wrote it, or a newer one");
        }
    }

    private void refuseUsed() throws SQLException {
        try (Connection connection = server.dataSource("restore").getConnection()) {
            Catalogue catalogue = new Catalogue(connection);
            if (!catalogue.rows(NODES).get(0).get(0).equals("0")) {
                throw new BackupException("restore: a node works on this database; stop it first");
            }
            for (String table : RECORD) {
                if (catalogue.holdsRows(table)) {
                    throw new BackupException("restore: expected a database without a record, found rows in \"" + table
                            + "\"; restore into another data-dir or another database");
                }
            }
        }
    }

    private void load(ZipFile zip, Manifest manifest) throws SQLException, IOException {
        try (Connection connection = server.dataSource("restore").getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            Catalogue catalogue = new Catalogue(connection);
            Map<String, List<String>> tables = catalogue.tables();
            // Rows that migrations themselves wrote are in the backup too.
            statement.execute("truncate " + Catalogue.quoted(List.copyOf(tables.keySet())));
            makePartitions(catalogue, manifest, statement);
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (Manifest.Table table : manifest.tables()) {
                load(zip, table, tables, copy);
                verifyCount(catalogue, table);
            }
            for (Manifest.Sequence sequence : manifest.sequences()) {
                set(sequence, connection);
            }
            statement.execute(Installation.RENEW);
            statement.execute(Installation.HOLD_UNSENT);
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("analyze");
        }
    }

    private static void makePartitions(Catalogue catalogue, Manifest manifest, Statement statement)
            throws SQLException {
        List<String> there =
                catalogue.partitions().stream().map(Manifest.Partition::name).toList();
        for (Manifest.Partition partition : manifest.partitions()) {
            if (!partition.bounds().matches("FOR VALUES FROM \\('[^'();]*'\\) TO \\('[^'();]*'\\)")) {
                throw new BackupException("restore: unknown bounds of partition " + partition.name());
            }
            if (!there.contains(partition.name())) {
                statement.execute("create table " + Catalogue.quoted(partition.name()) + " partition of "
                        + Catalogue.quoted(partition.table()) + " " + partition.bounds());
            }
        }
    }

    private static void load(ZipFile zip, Manifest.Table table, Map<String, List<String>> tables, CopyManager copy)
            throws SQLException, IOException {
        ZipEntry entry = zip.getEntry(table.entry());
        if (entry == null || !tables.containsKey(table.name())) {
            throw new BackupException(
                    "restore: table \"" + table.name() + "\" is missing in the " + (entry == null ? "file" : "schema"));
        }
        MessageDigest digest = Backup.sha256();
        String sql =
                "copy " + Catalogue.quoted(table.name()) + " (" + Catalogue.quoted(table.columns()) + ") from stdin";
        try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest)) {
            copy.copyIn(sql, in);
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(table.sha256())) {
            throw new BackupException("restore: table \"" + table.name() + "\" is damaged: expected SHA-256 "
                    + table.sha256() + ", found " + found);
        }
    }

    private static void verifyCount(Catalogue catalogue, Manifest.Table table) throws SQLException {
        String count = catalogue
                .rows("select count(*)::text from " + Catalogue.quoted(table.name()))
                .get(0)
                .get(0);
        if (Long.parseLong(count) != table.rows()) {
            throw new BackupException(
                    "restore: table \"" + table.name() + "\": expected " + table.rows() + " rows, found " + count);
        }
    }

    private static void set(Manifest.Sequence sequence, Connection connection) throws SQLException {
        try (var statement =
                connection.prepareStatement("select setval(pg_get_serial_sequence(quote_ident(?), ?), ?, ?)")) {
            statement.setString(1, sequence.table());
            statement.setString(2, sequence.column());
            statement.setLong(3, sequence.value());
            statement.setBoolean(4, sequence.called());
            statement.execute();
        }
    }
}
