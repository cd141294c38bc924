package tributary.gateway.journal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.ConversationEvent;
import tributary.conversation.EventJson;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** SQL of the holding pen. */
final class QuarantineTable {

    private static final String PARK = """
            with gone as (delete from journal_pending where n = $1 returning tries)
            insert into quarantine (id, inbox_id, journal_id, kind, problem, tries)
            select $2, $3, $4, $5, $6, tries + 1 from gone
            on conflict (journal_id) do update set problem = excluded.problem, tries = excluded.tries, at = now()""";

    private static final String LIST = """
            select q.id, i.name as inbox, q.kind, q.problem, q.tries, q.at, j.party
              from quarantine q
              join inbox i on i.id = q.inbox_id
              left join journal j on j.id = q.journal_id
             where ($1::uuid is null or q.id < $1) and i.name = any($2)
             order by q.id desc
             limit $3""";

    private static final String FIND = """
            select q.id, i.name as inbox, q.inbox_id, q.journal_id, q.tries, j.raw, j.event::text as event
              from quarantine q
              join inbox i on i.id = q.inbox_id
              join journal j on j.id = q.journal_id
             where q.id = $1""";

    private static final String REMOVE = "delete from quarantine where id = $1 returning journal_id";

    private static final String REREAD = "update journal set kind = $2, version = $3, event = $4::jsonb where id = $1";

    private static final String QUEUE = """
            insert into journal_pending (inbox_id, journal_id, tries, unproven)
            values ($1, $2, $3, exists (select 1 from journal_trust where journal_id = $2))""";

    private static final String AUDIT = """
            insert into audit (id, actor_kind, actor_id, action, subject) values ($1, 'agent', $2, $3, $4)""";

    private final Database database;

    QuarantineTable(Database database) {
        this.database = database;
    }

    Future<Void> park(Transaction transaction, UUID id, PendingEntry entry, String problem) {
        return transaction
                .execute(PARK, Tuple.of(entry.n(), id, entry.inboxId(), entry.journalId(), entry.kind(), problem))
                .mapEmpty();
    }

    Future<List<Quarantined>> list(List<String> inboxes, @Nullable UUID before, int limit) {
        return database.client()
                .preparedQuery(LIST)
                .execute(Tuple.of(before)
                        .addArrayOfString(inboxes.toArray(String[]::new))
                        .addInteger(limit))
                .map(rows -> {
                    List<Quarantined> entries = new ArrayList<>();
                    rows.forEach(row -> entries.add(read(row)));
                    return entries;
                });
    }

    Future<Optional<Parked>> find(UUID id) {
        return database.client().preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> {
            Optional<Parked> found = Optional.empty();
            for (Row row : rows) {
                found = Optional.of(new Parked(
                        row.getUUID("id"),
                        row.getString("inbox"),
                        row.getUUID("inbox_id"),
                        row.getUUID("journal_id"),
                        row.getInteger("tries"),
                        row.getBuffer("raw"),
                        row.getString("event")));
            }
            return found;
        });
    }

    /** False if somebody else removed it first. */
    Future<Boolean> remove(Transaction transaction, UUID id) {
        return transaction.execute(REMOVE, Tuple.of(id)).map(rows -> rows.size() == 1);
    }

    Future<Void> reread(Transaction transaction, UUID journalId, ConversationEvent event) {
        return transaction
                .execute(
                        REREAD,
                        Tuple.of(journalId, event.kind(), EventJson.VERSION, new JsonObject(EventJson.write(event))))
                .mapEmpty();
    }

    Future<Void> queue(Transaction transaction, Parked parked) {
        return transaction
                .execute(QUEUE, Tuple.of(parked.inboxId(), parked.journalId(), parked.tries()))
                .mapEmpty();
    }

    Future<Void> audit(Transaction transaction, UUID id, UUID agent, String action, UUID subject) {
        return transaction
                .execute(AUDIT, Tuple.of(id, agent.toString(), action, subject.toString()))
                .mapEmpty();
    }

    private static Quarantined read(Row row) {
        return new Quarantined(
                row.getUUID("id"),
                row.getString("inbox"),
                row.getString("kind"),
                row.getString("problem"),
                row.getInteger("tries"),
                Optional.ofNullable(row.getString("party")).orElse(""),
                row.getOffsetDateTime("at").toInstant());
    }

    /** A parked entry with what is needed to process it again. */
    record Parked(UUID id, String inbox, UUID inboxId, UUID journalId, int tries, Buffer raw, String event) {}
}
