package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.gateway.platform.postgres.Transaction;

/**
 * Reports about messages by the provider's id. A report may be processed before the answer that told us the id: both sides lock
 * the id first, so that one of them sees what the other wrote. The lock comes before every row lock of the transaction.
 */
public final class EarlyReportTable {

    private static final String LOCK = """
            select pg_advisory_xact_lock(hashtextextended(id, 7))
              from (select distinct $1::text || '/' || id as id from unnest($2::text[]) as p(id) order by 1) as ordered""";

    private static final String MESSAGES = """
            select provider_id, message_id from outbox where inbox_id = $1 and provider_id = any($2)""";

    private static final String KEEP = """
            insert into early_report (inbox_id, provider_id, state, reason) values ($1, $2, $3, $4)
            on conflict do nothing""";

    private static final String TAKE = """
            delete from early_report where inbox_id = $1 and provider_id = any($2)
            returning provider_id, state, reason""";

    /** Nobody else may report these ids or learn them until the transaction ends. */
    public Future<Void> lock(Transaction transaction, UUID inbox, Collection<String> ids) {
        return ids.isEmpty()
                ? Future.succeededFuture()
                : transaction.execute(LOCK, arguments(inbox.toString(), ids)).mapEmpty();
    }

    /** Our messages with these ids, as far as they are known. */
    public Future<Map<String, UUID>> messages(Transaction transaction, UUID inbox, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return transaction.execute(MESSAGES, arguments(inbox, ids)).map(rows -> {
            Map<String, UUID> messages = new HashMap<>();
            rows.forEach(row -> messages.put(row.getString("provider_id"), row.getUUID("message_id")));
            return messages;
        });
    }

    /** Keeps a report until its message is known. */
    public void keep(Transaction transaction, UUID inbox, String id, String state, @Nullable String reason) {
        transaction.last(KEEP, Tuple.of(inbox, id, state, reason));
    }

    /** Takes the reports that came before these ids were known. */
    public Future<List<Report>> take(Transaction transaction, UUID inbox, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return transaction.execute(TAKE, arguments(inbox, ids)).map(rows -> {
            List<Report> reports = new ArrayList<>();
            rows.forEach(row -> reports.add(
                    new Report(row.getString("provider_id"), row.getString("state"), row.getString("reason"))));
            return reports;
        });
    }

    private static Tuple arguments(Object inbox, Collection<String> ids) {
        return Tuple.of(inbox).addArrayOfString(ids.toArray(String[]::new));
    }

    /** What a provider said of an id we did not know. */
    public record Report(
            String providerId, String state, @Nullable String reason) {}
}
