package tributary.gateway.platform.blobs;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tributary.gateway.platform.postgres.Columns;
import tributary.gateway.platform.postgres.Database;

/** Blobs as chunks of 256 KiB in PostgreSQL: shared by all nodes and in every backup. */
public final class BlobTable implements BlobStore {

    static final int CHUNK_BYTES = 256 * 1024;

    private static final int REMOVED_AT_ONCE = 100;

    private static final String BEGIN =
            "insert into blob (id, bytes, complete) values ($1, 0, false) on conflict do nothing";

    /** What comes before in the write-ahead log is on the disk when the last commit is; so only that one waits for it. */
    private static final String HURRY = "select set_config('synchronous_commit', 'off', true)";

    private static final String WRITE_CHUNK = "insert into blob_chunk (blob_id, n, data) values ($1, $2, $3)";

    private static final String COMPLETE = """
            insert into blob (id, bytes, complete) values ($1, $2, true)
            on conflict (id) do update set bytes = excluded.bytes, complete = true""";

    private static final String WRITE_SMALL = """
            insert into blob (id, bytes, complete)
            select id, bytes, true from unnest($1::uuid[], $2::bigint[]) as t(id, bytes)""";

    private static final String WRITE_SMALL_CHUNKS = """
            insert into blob_chunk (blob_id, n, data)
            select id, n, data from unnest($1::uuid[], $2::integer[], $3::bytea[]) as t(id, n, data)""";

    private static final String FIND = "select id, bytes from blob where id = $1 and complete";

    private static final String READ_CHUNK = "select data from blob_chunk where blob_id = $1 and n = $2";

    /** Entries that wait in the holding pen, or are stuck before it, may still turn into messages with these files. */
    private static final String REMOVE_ATTACHMENTS = """
            delete from attachment a
            where a.message_id is null and a.created_at < now() - $1::bigint * interval '1 millisecond'
              and not exists (select from quarantine q where q.inbox_id = a.inbox_id and q.at >= a.created_at)
              and not exists (select from journal_pending p join journal j on j.id = p.journal_id
                              where p.inbox_id = a.inbox_id and j.at >= a.created_at
                                and j.at < now() - $1::bigint * interval '1 millisecond')""";

    private static final String REMOVE_BLOBS = """
            delete from blob where id in (
                select b.id from blob b
                where b.created_at < now() - $1::bigint * interval '1 millisecond'
                  and not exists (select from attachment a where a.blob_id = b.id)
                limit $2)""";

    private final Database database;
    private final Supplier<UUID> ids;

    /** @param ids gives UUIDv7s */
    public BlobTable(Database database, Supplier<UUID> ids) {
        this.database = database;
        this.ids = ids;
    }

    @Override
    public Future<Blob> write(ReadStream<Buffer> bytes, long maxBytes, Consumer<Buffer> seen) {
        return new BlobUpload(this, bytes, maxBytes, seen, ids.get()).run();
    }

    @Override
    public Future<Blob> write(Buffer bytes) {
        return write(List.of(bytes)).map(written -> written.get(0));
    }

    @Override
    public Future<List<Blob>> write(List<Buffer> small) {
        List<Blob> blobs =
                small.stream().map(bytes -> new Blob(ids.get(), bytes.length())).toList();
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < blobs.size(); i++) {
            Buffer bytes = small.get(i);
            for (int from = 0; from < bytes.length(); from += CHUNK_BYTES) {
                Buffer data = bytes.getBuffer(from, Math.min(from + CHUNK_BYTES, bytes.length()));
                chunks.add(new Chunk(blobs.get(i).id(), from / CHUNK_BYTES, data));
            }
        }
        return database.transaction(transaction -> {
            transaction.last(
                    WRITE_SMALL,
                    Columns.of(blobs).uuid(Blob::id).bigint(Blob::bytes).arguments());
            transaction.last(
                    WRITE_SMALL_CHUNKS,
                    Columns.of(chunks)
                            .uuid(Chunk::blob)
                            .integer(Chunk::number)
                            .bytes(Chunk::data)
                            .arguments());
            return Future.succeededFuture(blobs);
        });
    }

    @Override
    public Future<Optional<Blob>> find(UUID id) {
        return database.client().preparedQuery(FIND).execute(Tuple.of(id)).map(BlobTable::blob);
    }

    @Override
    public Future<Void> read(UUID id, long from, long length, WriteStream<Buffer> to) {
        return find(id).compose(found -> from >= 0
                        && length >= 0
                        && found.map(Blob::bytes)
                                .filter(bytes -> from + length <= bytes)
                                .isPresent()
                ? copy(id, from, from + length, to)
                : Future.failedFuture(new MissingException(id)));
    }

    @Override
    public Future<Buffer> read(UUID id, long maxBytes) {
        return find(id).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(new MissingException(id));
            }
            long bytes = found.get().bytes();
            return bytes > maxBytes
                    ? Future.failedFuture(new TooLargeException(maxBytes))
                    : collect(id, 0, bytes, Buffer.buffer((int) bytes));
        });
    }

    @Override
    public Future<Integer> removeUnused(Duration age) {
        return database.transaction(transaction -> transaction
                .execute(REMOVE_ATTACHMENTS, Tuple.of(age.toMillis()))
                .compose(attachments -> transaction.execute(REMOVE_BLOBS, Tuple.of(age.toMillis(), REMOVED_AT_ONCE)))
                .map(RowSet::rowCount));
    }

    Future<Void> writeChunk(UUID id, int number, Buffer data) {
        return database.<Void>transaction(transaction -> {
            transaction.last(HURRY, Tuple.tuple());
            if (number == 0) {
                transaction.last(BEGIN, Tuple.of(id));
            }
            transaction.last(WRITE_CHUNK, Tuple.of(id, number, data));
            return Future.succeededFuture();
        });
    }

    Future<Void> complete(Blob blob, int number, Buffer last) {
        return database.<Void>transaction(transaction -> {
            transaction.last(COMPLETE, Tuple.of(blob.id(), blob.bytes()));
            if (last.length() > 0) {
                transaction.last(WRITE_CHUNK, Tuple.of(blob.id(), number, last));
            }
            return Future.succeededFuture();
        });
    }

    Future<Void> discard(UUID id) {
        return database.client()
                .preparedQuery("delete from blob where id = $1")
                .execute(Tuple.of(id))
                .mapEmpty();
    }

    private Future<Void> copy(UUID id, long from, long to, WriteStream<Buffer> target) {
        return from == to
                ? Future.succeededFuture()
                : part(id, from, to)
                        .compose(part ->
                                target.write(part).compose(taken -> copy(id, from + part.length(), to, target)));
    }

    private Future<Buffer> collect(UUID id, long from, long to, Buffer all) {
        return from == to
                ? Future.succeededFuture(all)
                : part(id, from, to).compose(part -> collect(id, from + part.length(), to, all.appendBuffer(part)));
    }

    /** What one chunk has of the range. */
    private Future<Buffer> part(UUID id, long from, long to) {
        int number = (int) (from / CHUNK_BYTES);
        int start = (int) (from % CHUNK_BYTES);
        int end = (int) Math.min(CHUNK_BYTES, to - (long) number * CHUNK_BYTES);
        return database.client()
                .preparedQuery(READ_CHUNK)
                .execute(Tuple.of(id, number))
                .compose(rows -> rows.size() == 0
                        ? Future.failedFuture(new MissingException(id))
                        : Future.succeededFuture(
                                rows.iterator().next().getBuffer("data").getBuffer(start, end)));
    }

    private record Chunk(UUID blob, int number, Buffer data) {}

    private static Optional<Blob> blob(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next()).map(row -> new Blob(row.getUUID("id"), row.getLong("bytes")));
    }
}
