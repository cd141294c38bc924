package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tributary.gateway.platform.postgres.Transaction;

/** Which tickets a party has, and which messages a ticket: what a merge needs before it locks and moves. */
public final class TicketThreads {

    private static final String TICKETS = "select id from ticket where party_id = $1 order by id";

    private static final String MESSAGES = "select id from message where ticket_id = $1 order by seq";

    public Future<List<UUID>> ticketsOf(Transaction transaction, UUID party) {
        return ids(transaction, TICKETS, party);
    }

    /** In the order of the thread. */
    public Future<List<UUID>> messagesOf(Transaction transaction, UUID ticket) {
        return ids(transaction, MESSAGES, ticket);
    }

    private static Future<List<UUID>> ids(Transaction transaction, String sql, UUID key) {
        return transaction.execute(sql, Tuple.of(key)).map(rows -> {
            List<UUID> ids = new ArrayList<>();
            rows.forEach(row -> ids.add(row.getUUID("id")));
            return ids;
        });
    }
}
