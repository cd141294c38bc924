package tributary.gateway.platform.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.gateway.platform.postgres.SmallRecord;
import tributary.gateway.platform.postgres.TestDatabase;

class BlobTableIT {

    private static final int CHUNK = BlobTable.CHUNK_BYTES;
    private static final String INBOX = "00000000-0000-7000-8000-000000000001";

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private BlobStore blobs;

    @BeforeEach
    void empty() {
        DB.run("truncate blob, attachment, inbox, contact, journal, journal_pending cascade");
        blobs = new BlobTable(DB.database(), UUID::randomUUID);
    }

    @Test
    void aFileOfFiveMegabytesComesBackAsItWas(@TempDir Path folder) throws Exception {
        Buffer bytes = random(5_000_000);
        String from = folder.resolve("in").toString();
        String to = folder.resolve("out").toString();
        await(DB.vertx().fileSystem().writeFile(from, bytes));

        MessageDigest digest = MessageDigest.getInstance("SHA-256");

        Blob blob = await(DB.vertx()
                .fileSystem()
                .open(from, new OpenOptions())
                .compose(file -> blobs.write(file, 5_000_000, piece -> digest.update(piece.getBytes()))));
        await(DB.vertx()
                .fileSystem()
                .open(to, new OpenOptions())
                .compose(file -> blobs.read(blob.id(), 0, blob.bytes(), file).compose(read -> file.close())));

        assertThat(await(DB.vertx().fileSystem().readFile(to))).isEqualTo(bytes);
        assertThat(blob.bytes()).isEqualTo(5_000_000);
        assertThat(digest.digest())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes.getBytes()));
        assertThat(await(blobs.find(blob.id()))).contains(blob);
        assertThat(DB.value("select max(length(data)) from blob_chunk")).isEqualTo(CHUNK);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 524_288, 1_000_000})
    void everySizeComesBackByEitherWay(int size) {
        Buffer bytes = random(size);
        Parts stream = new Parts(bytes, 70_000);

        Blob streamed = await(blobs.write(stream, size, piece -> {}));
        Blob whole = await(blobs.write(bytes));

        assertThat(await(blobs.read(streamed.id(), size))).isEqualTo(bytes);
        assertThat(await(blobs.read(whole.id(), size))).isEqualTo(bytes);
    }

    @Test
    void manySmallOnesComeBackEachUnderItsOwnId() {
        List<Buffer> small = IntStream.of(0, 1, 700, 262_145, 3)
                .mapToObj(BlobTableIT::random)
                .toList();

        List<Blob> written = await(blobs.write(small));

        assertThat(written.stream().map(Blob::id).distinct()).hasSameSizeAs(small);
        for (int i = 0; i < small.size(); i++) {
            assertThat(await(blobs.read(written.get(i).id(), 300_000))).isEqualTo(small.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1", "0,262144", "262143,2", "262144,262144", "100000,500000", "599999,1", "600000,0"})
    void aRangeIsReadAlone(int from, int length) {
        Buffer bytes = random(600_000);
        Blob blob = await(blobs.write(bytes));
        Collected collected = new Collected();

        await(blobs.read(blob.id(), from, length, collected));

        assertThat(collected.bytes).isEqualTo(bytes.getBuffer(from, from + length));
    }

    @Test
    void nobodySeesABlobBeforeItIsWhole() {
        Buffer bytes = random(3 * CHUNK);
        UUID id = UUID.randomUUID();
        Parts stream = new Parts(bytes, CHUNK).holdBeforeEnd();
        Future<Blob> writing = new BlobTable(DB.database(), () -> id).write(stream, bytes.length(), piece -> {});
        eventually("select count(*) = 2 from blob_chunk");

        assertThat(await(blobs.find(id))).isEmpty();
        assertThatThrownBy(() -> await(blobs.read(id, CHUNK))).isInstanceOf(BlobStore.MissingException.class);

        stream.end();
        assertThat(await(writing).id()).isEqualTo(id);
        assertThat(await(blobs.find(id))).isPresent();
    }

    @Test
    void tooLargeAStreamIsRefusedAndLeavesNothing() {
        Parts stream = new Parts(random(3 * CHUNK), 50_000);

        assertThatThrownBy(() -> await(blobs.write(stream, 2 * CHUNK, piece -> {})))
                .isInstanceOf(BlobStore.TooLargeException.class)
                .hasMessageContaining("at most 524288 bytes");
        assertThat(DB.value("select count(*) from blob")).isEqualTo(0L);
        assertThat(DB.value("select count(*) from blob_chunk")).isEqualTo(0L);
    }

    @Test
    void halfAnUploadLeavesNothing() {
        Parts stream = new Parts(random(3 * CHUNK), CHUNK).holdBeforeEnd();
        Future<Blob> writing = blobs.write(stream, 10 * CHUNK, piece -> {});
        eventually("select count(*) = 2 from blob_chunk");

        stream.fail(new IOException("connection reset"));

        assertThatThrownBy(() -> await(writing)).hasMessageContaining("connection reset");
        assertThat(DB.value("select count(*) from blob")).isEqualTo(0L);
        assertThat(DB.value("select count(*) from blob_chunk")).isEqualTo(0L);
    }

    @Test
    void aSlowSenderKeepsNoTransactionOpen() {
        Parts stream = new Parts(random(3 * CHUNK), CHUNK).holdBeforeEnd();
        Future<Blob> writing = blobs.write(stream, 10 * CHUNK, piece -> {});
        eventually("select count(*) = 2 from blob_chunk");

        assertThat(DB.value("select count(*) from pg_stat_activity where datname = current_database()"
                        + " and state like 'idle in transaction%'"))
                .isEqualTo(0L);
        stream.end();
        await(writing);
    }

    @Test
    void aStreamIsReadNoFasterThanItIsStored() {
        Parts stream = new Parts(random(20 * CHUNK), CHUNK);

        await(blobs.write(stream, 20 * CHUNK, piece -> {}));

        assertThat(stream.pauses).isGreaterThanOrEqualTo(19);
    }

    @Test
    void whatNothingRefersToGoesAfterADay() {
        SmallRecord.write(DB);
        UUID used = await(blobs.write(random(10))).id();
        UUID announced = await(blobs.write(random(10))).id();
        UUID orphan = await(blobs.write(random(CHUNK + 1))).id();
        attach(used, "message_id", "'00000000-0000-7000-8000-000000000101'");
        attach(announced, "message_id", "null");
        DB.run("delete from journal_pending");

        assertThat(await(blobs.removeUnused(Duration.ofHours(24)))).isZero();

        DB.run("update blob set created_at = now() - interval '25 h';"
                + "update attachment set created_at = now() - interval '25 h'");
        UUID young = await(blobs.write(random(10))).id();
        assertThat(await(blobs.removeUnused(Duration.ofHours(24)))).isEqualTo(2);
        assertThat(await(blobs.find(used))).isPresent();
        assertThat(await(blobs.find(young))).isPresent();
        assertThat(await(blobs.find(announced))).isEmpty();
        assertThat(await(blobs.find(orphan))).isEmpty();
    }

    @Test
    void filesThatAHeldEntryMayReferToStay() {
        SmallRecord.write(DB);
        UUID file = await(blobs.write(random(10))).id();
        attach(file, "message_id", "null");
        DB.run("update blob set created_at = now() - interval '3 d';"
                + "update attachment set created_at = now() - interval '3 d';"
                + "insert into quarantine (id, inbox_id, journal_id, kind, problem, tries) values"
                + " (gen_random_uuid(), '" + INBOX + "', gen_random_uuid(), 'message', 'x', 1)");

        assertThat(await(blobs.removeUnused(Duration.ofHours(24)))).isZero();

        DB.run("delete from quarantine; delete from journal_pending");
        assertThat(await(blobs.removeUnused(Duration.ofHours(24)))).isEqualTo(1);
    }

    private static void attach(UUID blob, String column, String value) {
        DB.run("insert into attachment (id, inbox_id, owner, name, type, bytes, blob_id, " + column + ") values"
                + " (gen_random_uuid(), '" + INBOX + "', 'v', 'a', 'b/c', 1, '" + blob + "', " + value + ")");
    }

    private static Buffer random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Buffer.buffer(bytes);
    }

    private static void eventually(String condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!Boolean.TRUE.equals(DB.value(condition))) {
            assertThat(System.nanoTime()).as(condition).isLessThan(end);
        }
    }

    /** Gives a buffer in parts, on the thread that asks for more. */
    private static final class Parts implements ReadStream<Buffer> {
        private final Buffer bytes;
        private final int size;
        private Handler<Buffer> handler;
        private Handler<Throwable> failureHandler;
        private Handler<Void> endHandler;
        private int from;
        private boolean held;
        private boolean paused = true;
        private boolean flowing;
        private int pauses;

        Parts(Buffer bytes, int size) {
            this.bytes = bytes;
            this.size = size;
        }

        Parts holdBeforeEnd() {
            held = true;
            return this;
        }

        synchronized void end() {
            held = false;
            resume();
        }

        synchronized void fail(Throwable failure) {
            failureHandler.handle(failure);
        }

        @Override
        public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
            failureHandler = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(Handler<Buffer> handler) {
            this.handler = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(Handler<Void> handler) {
            endHandler = handler;
            return this;
        }

        @Override
        public synchronized ReadStream<Buffer> pause() {
            paused = true;
            pauses++;
            return this;
        }

        @Override
        public synchronized ReadStream<Buffer> resume() {
            paused = false;
            if (flowing) {
                return this;
            }
            flowing = true;
            while (!paused && from < bytes.length()) {
                int to = Math.min(from + size, bytes.length());
                Buffer part = bytes.getBuffer(from, to);
                from = to;
                handler.handle(part);
            }
            flowing = false;
            if (!paused && !held && from == bytes.length()) {
                from++;
                endHandler.handle(null);
            }
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            return resume();
        }
    }

    private static final class Collected implements WriteStream<Buffer> {
        private final Buffer bytes = Buffer.buffer();

        @Override
        public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
            return this;
        }

        @Override
        public Future<Void> write(Buffer data) {
            bytes.appendBuffer(data);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> end() {
            return Future.succeededFuture();
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return false;
        }

        @Override
        public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
            return this;
        }
    }
}
