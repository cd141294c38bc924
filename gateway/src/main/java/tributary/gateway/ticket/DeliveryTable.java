package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import tributary.gateway.platform.postgres.Transaction;

/** What became of outbound messages, as intake needs it for reports that come in. */
public final class DeliveryTable {

    private static final String TICKETS_OF = "select distinct ticket_id from message where id = any($1)";

    private static final String LOCK = """
            select o.message_id, o.ticket_id, o.state, m.seq, m.direction
              from outbox o join message m on m.id = o.message_id
             where o.message_id = any($1)
                or (o.state in ('queued', 'leased', 'sending', 'sent', 'delivered')
                    and exists (select 1 from message upto
                                 where upto.id = any($2) and upto.ticket_id = o.ticket_id and m.seq <= upto.seq))
             order by o.message_id
               for update of o""";

    /** The tickets in which these messages are. */
    public Future<List<UUID>> ticketsOf(Transaction transaction, Collection<UUID> messages) {
        if (messages.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return transaction
                .execute(TICKETS_OF, Tuple.tuple().addArrayOfUUID(messages.toArray(UUID[]::new)))
                .map(rows -> {
                    List<UUID> tickets = new ArrayList<>();
                    rows.forEach(row -> tickets.add(row.getUUID("ticket_id")));
                    return tickets;
                });
    }

    /**
     * Locks the deliveries that reports speak of.
     *
     * @param reported messages named by a report
     * @param seen messages up to which a customer has read: all deliveries before them in their ticket
     */
    public Future<List<Delivery>> lock(Transaction transaction, Collection<UUID> reported, Collection<UUID> seen) {
        if (reported.isEmpty() && seen.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Tuple wanted =
                Tuple.tuple().addArrayOfUUID(reported.toArray(UUID[]::new)).addArrayOfUUID(seen.toArray(UUID[]::new));
        return transaction.execute(LOCK, wanted).map(rows -> {
            List<Delivery> deliveries = new ArrayList<>();
            rows.forEach(row -> deliveries.add(read(row)));
            return deliveries;
        });
    }

    private static Delivery read(Row row) {
        return new Delivery(
                row.getUUID("message_id"), row.getUUID("ticket_id"), row.getLong("seq"), row.getString("state"));
    }

    /** @param seq the message's place in its ticket */
    public record Delivery(UUID message, UUID ticket, long seq, String state) {}
}
