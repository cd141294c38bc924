package tributary.gateway.platform.postgres.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tributary.gateway.platform.postgres.Installation;
import tributary.gateway.platform.postgres.PostgresServer;
import tributary.gateway.platform.postgres.SmallRecord;
import tributary.gateway.platform.postgres.TestDatabase;

class BackupIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private static String epoch;

    @TempDir
    private Path folder;

    private PostgresServer other;

    @BeforeAll
    static void writeARecord() {
        epoch = await(new Installation(DB.database()).epoch());
        SmallRecord.write(DB);
        // A month that no migration makes today.
        DB.run("""
                create table journal_2020_01 partition of journal
                for values from ('016f5e66-e800-0000-0000-000000000000') to ('016ffe0c-2800-0000-0000-000000000000');
                insert into journal (id, at, inbox_id, party, kind, version, event, raw)
                values ('016f5e66-e801-7000-8000-000000000000', '2020-01-01', gen_random_uuid(), 'p', 'k', 1, '{}', '')
                """);
    }

    @BeforeEach
    void makeAnEmptyDatabase() throws SQLException {
        TestDatabase.admin("create database restored template template0 encoding 'UTF8'");
        other = TestDatabase.sharedServer().database("restored");
    }

    @AfterEach
    void drop() throws SQLException {
        TestDatabase.admin("drop database restored with (force)");
    }

    @Test
    void everyRowComesBack() throws Exception {
        Path file = folder.resolve("backup.zip");

        Manifest written = new Backup(DB.server(), Clock.systemUTC()).write(file);
        Manifest read = new Restore(other).read(file);

        assertThat(read).isEqualTo(written);
        assertThat(written.rows()).isGreaterThan(15);
        for (Manifest.Table table : written.tables()) {
            if (!List.of("installation", "outbox").contains(table.name())) {
                assertThat(content(other, table.name())).as(table.name()).isEqualTo(content(DB.server(), table.name()));
            }
        }
        assertThat(value("select name from contact")).isEqualTo("张三\t\\N \"q\"\n");
        assertThat(value("select count(*)::text from only journal_2020_01")).isEqualTo("1");
    }

    @Test
    void aRestoredCopyHasAnEpochOfItsOwnAndResendsNothing() throws Exception {
        Path file = folder.resolve("backup.zip");
        new Backup(DB.server(), Clock.systemUTC()).write(file);

        new Restore(other).read(file);

        assertThat(value("select epoch from installation")).isNotEqualTo(epoch);
        assertThat(value("select string_agg(state, ',' order by id) from outbox"))
                .isEqualTo("unknown,unknown,unknown,sent,failed");
        assertThat(DB.value("select string_agg(state, ',' order by id) from outbox"))
                .isEqualTo("queued,leased,sending,sent,failed");
    }

    @Test
    void countersGoOnWhereTheyWere() throws Exception {
        Path file = folder.resolve("backup.zip");
        new Backup(DB.server(), Clock.systemUTC()).write(file);

        new Restore(other).read(file);

        String next = "select nextval(pg_get_serial_sequence('ticket', 'number'))::text";
        long used = (Long) DB.value("select max(number) from ticket");
        assertThat(value(next)).isEqualTo(Long.toString(used + 1));
        assertThat(value("select nextval(pg_get_serial_sequence('journal_pending', 'n'))::text"))
                .isEqualTo("2");
    }

    @Test
    void aDatabaseWithARecordIsNotOverwritten() {
        Path file = folder.resolve("backup.zip");
        new Backup(DB.server(), Clock.systemUTC()).write(file);
        new Restore(other).read(file);

        assertThatThrownBy(() -> new Restore(other).read(file))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("found rows in \"journal\"")
                .hasMessageContaining("another data-dir");
    }

    @Test
    void aDatabaseThatANodeWorksOnIsNotTouched() {
        Path file = folder.resolve("backup.zip");
        new Backup(DB.server(), Clock.systemUTC()).write(file);
        DB.value("select 1");

        assertThatThrownBy(() -> new Restore(DB.server()).read(file))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("stop it first");
    }

    @Test
    void aDamagedFileLeavesTheDatabaseEmpty() throws Exception {
        Path file = folder.resolve("backup.zip");
        Path damaged = folder.resolve("damaged.zip");
        new Backup(DB.server(), Clock.systemUTC()).write(file);
        rewrite(file, damaged, "tables/contact.copy", text -> text.replace("张三", "李四"));

        assertThatThrownBy(() -> new Restore(other).read(damaged))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("table \"contact\" is damaged");
        assertThat(value("select count(*)::text from inbox")).isEqualTo("0");
        assertThat(new Restore(other).read(file).rows()).isPositive();
    }

    @Test
    void whatIsNoBackupOrHalfOfOneIsCalledThat() throws Exception {
        Path file = folder.resolve("backup.zip");
        Path half = folder.resolve("half.zip");
        new Backup(DB.server(), Clock.systemUTC()).write(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> new Restore(other).read(half))
                .isInstanceOf(BackupException.class)
                .hasMessage("restore " + half
                        + ": expected a file that backup wrote, whole, found another or a damaged one");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new Backup(DB.server(), Clock.systemUTC()).write(folder.resolve("no/backup.zip")))
                .isInstanceOf(BackupException.class)
                .hasMessageEndingWith(
                        "expected a folder that can be written to, found no folder at " + folder.resolve("no"));
    }

    @Test
    void aFileOfANewerProgramIsRefused() throws Exception {
        Path file = folder.resolve("backup.zip");
        Path newer = folder.resolve("newer.zip");
        new Backup(DB.server(), Clock.systemUTC()).write(file);
        rewrite(
                file,
                newer,
                "manifest.json",
                text -> text.replaceFirst("\"schema\" : \"[0-9]+\"", "\"schema\":\"9999\""));

        assertThatThrownBy(() -> new Restore(other).read(newer))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("found \"9999\"");
    }

    @Test
    void aTornFileIsRefused() throws Exception {
        Path file = folder.resolve("backup.zip");
        new Backup(DB.server(), Clock.systemUTC()).write(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> new Restore(other).read(file))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theFileIsItsOwnersAloneAndAFailedBackupKeepsTheOldOne() throws Exception {
        Path file = Files.writeString(folder.resolve("backup.zip"), "yesterday's");

        assertThatThrownBy(() -> new Backup(other, Clock.systemUTC()).write(file))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("no record yet");
        assertThat(file).hasContent("yesterday's");

        new Backup(DB.server(), Clock.systemUTC()).write(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    private String value(String sql) throws SQLException {
        try (Connection connection = other.dataSource("test").getConnection()) {
            return new Catalogue(connection).rows(sql).get(0).get(0);
        }
    }

    private static List<List<String>> content(PostgresServer server, String table) throws SQLException {
        try (Connection connection = server.dataSource("test").getConnection()) {
            return new Catalogue(connection).rows("select t::text from " + table + " t order by 1");
        }
    }

    private static void rewrite(Path from, Path to, String name, java.util.function.UnaryOperator<String> change)
            throws IOException {
        try (ZipFile zip = new ZipFile(from.toFile());
                OutputStream file = Files.newOutputStream(to);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(
                        entry.getName().equals(name)
                                ? change.apply(new String(bytes, java.nio.charset.StandardCharsets.UTF_8))
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                                : bytes);
            }
        }
    }
}
