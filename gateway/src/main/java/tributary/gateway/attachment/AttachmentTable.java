package tributary.gateway.attachment;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.connector.Attachments;
import tributary.conversation.Attachment;
import tributary.conversation.AwaitedFile;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;
import tributary.gateway.platform.blobs.Blob;
import tributary.gateway.platform.postgres.Columns;
import tributary.gateway.platform.postgres.Database;

/** The rows of files. A file without an inbox was uploaded by an agent who has not sent it yet. */
public final class AttachmentTable {

    private static final String ANNOUNCE = """
            insert into attachment (id, inbox_id, owner, name, type, bytes, sha256)
            values ($1, (select id from inbox where name = $2), $3, $4, $5, $6, $7)""";

    private static final String ANNOUNCED = """
            select id, name, type, bytes, sha256 from attachment where id = $1 and blob_id is null""";

    private static final String STORED = "update attachment set blob_id = $2 where id = $1 and blob_id is null";

    private static final String ADD = """
            insert into attachment (id, owner, name, type, bytes, sha256, blob_id) values ($1, $2, $3, $4, $5, $6, $7)""";

    private static final String KEEP = """
            insert into attachment (id, inbox_id, owner, name, type, bytes, blob_id)
            values ($1, (select id from inbox where name = $2), 'letter', $3, $4, $5, $6)
            on conflict (id) do update
               set name = excluded.name, type = excluded.type, bytes = excluded.bytes, blob_id = excluded.blob_id,
                   problem = null
             where attachment.blob_id is null""";

    private static final String AWAITED = """
            select a.id, a.name, a.type, a.source, d.kind, d.scope, d.value
              from attachment a
              join inbox i on i.id = a.inbox_id
              join message m on m.id = a.message_id
              join ticket t on t.id = m.ticket_id
              join party p on p.id = t.party_id
              join identity d on d.id = p.identity_id
             where i.name = $1 and a.source is not null and a.blob_id is null and a.problem is null
             order by a.created_at
             limit $2""";

    private static final String KEEP_ALL = """
            insert into attachment (id, inbox_id, owner, name, type, bytes, blob_id)
            select id, (select i.id from inbox i where i.name = $1), 'letter', name, type, bytes, blob_id
              from unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::uuid[])
                   as t(id, name, type, bytes, blob_id)
             order by t.id
            on conflict (id) do nothing""";

    private static final String KNOWN = "select id from attachment where id = any($1)";

    private static final String READY = """
            select a.id, a.name, a.type, a.bytes from attachment a join inbox i on i.id = a.inbox_id
             where a.id = any($3) and i.name = $1 and a.owner = $2 and a.blob_id is not null
             order by array_position($3, a.id)""";

    private static final String FILE = """
            select a.id, a.name, a.type, a.bytes, a.blob_id,
                   (select substring(k.data from 1 for 16) from blob_chunk k
                     where k.blob_id = a.blob_id order by k.n limit 1) as head
              from attachment a where a.id = $1 and a.blob_id is not null""";

    private final Database database;

    public AttachmentTable(Database database) {
        this.database = database;
    }

    Future<Void> announce(String inbox, String owner, Attachment file, @Nullable Buffer sha256) {
        return execute(
                        ANNOUNCE,
                        Tuple.of(file.id(), inbox, owner, file.name(), file.type(), file.bytes())
                                .addBuffer(sha256))
                .mapEmpty();
    }

    Future<Optional<Announced>> announced(UUID id) {
        return execute(ANNOUNCED, Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Announced(read(row), Optional.ofNullable(row.getBuffer("sha256"))));
        });
    }

    /** @return false if it is stored already */
    Future<Boolean> stored(UUID id, UUID blob) {
        return execute(STORED, Tuple.of(id, blob)).map(done -> done.rowCount() == 1);
    }

    Future<Void> add(String owner, Attachment file, Buffer sha256, Blob blob) {
        return execute(
                        ADD,
                        Tuple.of(file.id(), owner, file.name(), file.type(), file.bytes())
                                .addBuffer(sha256)
                                .addUUID(blob.id()))
                .mapEmpty();
    }

    /** The first file of an id stays; the blob of a later one is removed as unused. */
    Future<Void> keep(String inbox, Attachment file, Blob blob) {
        return execute(KEEP, Tuple.of(file.id(), inbox, file.name(), file.type(), file.bytes(), blob.id()))
                .mapEmpty();
    }

    /** Which of these are there. */
    Future<Set<UUID>> known(List<UUID> ids) {
        return execute(KNOWN, Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> known = new HashSet<>();
                    rows.forEach(row -> known.add(row.getUUID("id")));
                    return known;
                });
    }

    /** As {@link #keep}, for many; in the order of their ids, so that two of the same mail do not deadlock. */
    Future<Void> keepAll(String inbox, List<Kept> files) {
        Columns<Kept> columns = Columns.of(Tuple.of(inbox), files)
                .uuid(kept -> kept.file().id())
                .text(kept -> kept.file().name())
                .text(kept -> kept.file().type())
                .bigint(kept -> kept.file().bytes())
                .uuid(kept -> kept.blob().id());
        return execute(KEEP_ALL, columns.arguments()).mapEmpty();
    }

    Future<List<Attachments.Awaited>> awaited(String inbox, int limit) {
        return execute(AWAITED, Tuple.of(inbox, limit)).map(rows -> {
            List<Attachments.Awaited> files = new ArrayList<>();
            for (Row row : rows) {
                IdentityKey identity =
                        new IdentityKey(row.getString("kind"), row.getString("scope"), row.getString("value"));
                files.add(new Attachments.Awaited(
                        new PartyKey(inbox, identity),
                        new AwaitedFile(
                                row.getUUID("id"),
                                row.getString("name"),
                                row.getString("type"),
                                row.getString("source"))));
            }
            return files;
        });
    }

    Future<List<Attachment>> ready(String inbox, String owner, List<UUID> ids) {
        return execute(READY, Tuple.of(inbox, owner).addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    List<Attachment> files = new ArrayList<>();
                    rows.forEach(row -> files.add(read(row)));
                    return files;
                });
    }

    Future<Optional<StoredFile>> file(UUID id) {
        return execute(FILE, Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            Buffer head = row.getBuffer("head");
            return Optional.of(
                    new StoredFile(read(row), row.getUUID("blob_id"), head == null ? Buffer.buffer() : head));
        });
    }

    private Future<RowSet<Row>> execute(String sql, Tuple arguments) {
        return database.client().preparedQuery(sql).execute(arguments);
    }

    private static Attachment read(Row row) {
        return new Attachment(row.getUUID("id"), row.getString("name"), row.getString("type"), row.getLong("bytes"));
    }

    record Kept(Attachment file, Blob blob) {}

    record Announced(Attachment file, Optional<Buffer> sha256) {}
}
