package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tributary.gateway.platform.postgres.Transaction;

/** What became of outbound messages, as intake needs it for reports that come in. */
public final class DeliveryTable {

    private static final String TICKETS_OF = """
            select distinct m.ticket_id from message m join ticket t on t.id = m.ticket_id
             where m.id = any($1) and t.inbox_id = $2""";

    /** Two ways to a delivery, each by its own index: joined by an "or" they would be found by reading all messages. */
    private static final String LOCK = """
            select o.message_id, m.ticket_id, o.state, m.seq
              from outbox o join message m on m.id = o.message_id
             where o.message_id in (
                   select message_id from outbox where message_id = any($1) and inbox_id = $3
                    union
                   select unread.message_id
                     from message upto
                     join outbox unread on unread.ticket_id = upto.ticket_id and unread.inbox_id = $3
                      and unread.state in ('queued', 'leased', 'sending', 'sent', 'delivered')
                     join message earlier on earlier.id = unread.message_id and earlier.seq <= upto.seq
                    where upto.id = any($2))
             order by o.message_id
               for update of o""";

    private static final String MARKS = """
            select m.id, m.ticket_id, m.seq, m.received_at from message m join ticket t on t.id = m.ticket_id
             where m.id = any($1) and t.inbox_id = $2""";

    /** The tickets of an inbox in which these messages are. */
    public Future<List<UUID>> ticketsOf(Transaction transaction, UUID inbox, Collection<UUID> messages) {
        if (messages.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return transaction
                .execute(
                        TICKETS_OF,
                        Tuple.tuple()
                                .addArrayOfUUID(messages.toArray(UUID[]::new))
                                .addUUID(inbox))
                .map(rows -> {
                    List<UUID> tickets = new ArrayList<>();
                    rows.forEach(row -> tickets.add(row.getUUID("ticket_id")));
                    return tickets;
                });
    }

    /**
     * Locks the deliveries of an inbox that reports speak of.
     *
     * @param reported messages named by a report
     * @param seen messages up to which a customer has read: all deliveries before them in their ticket
     */
    public Future<List<Delivery>> lock(
            Transaction transaction, UUID inbox, Collection<UUID> reported, Collection<UUID> seen) {
        if (reported.isEmpty() && seen.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Tuple wanted = Tuple.tuple()
                .addArrayOfUUID(reported.toArray(UUID[]::new))
                .addArrayOfUUID(seen.toArray(UUID[]::new))
                .addUUID(inbox);
        return transaction.execute(LOCK, wanted).map(rows -> {
            List<Delivery> deliveries = new ArrayList<>();
            rows.forEach(row -> deliveries.add(read(row)));
            return deliveries;
        });
    }

    /** Where these messages of an inbox are; ids that are no message of it are left out. */
    public Future<Map<UUID, Mark>> marks(Transaction transaction, UUID inbox, Collection<UUID> messages) {
        if (messages.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Tuple wanted =
                Tuple.tuple().addArrayOfUUID(messages.toArray(UUID[]::new)).addUUID(inbox);
        return transaction.execute(MARKS, wanted).map(rows -> {
            Map<UUID, Mark> marks = new HashMap<>();
            rows.forEach(row -> marks.put(
                    row.getUUID("id"),
                    new Mark(row.getUUID("ticket_id"), row.getLong("seq"), TicketTable.time(row, "received_at"))));
            return marks;
        });
    }

    private static Delivery read(Row row) {
        return new Delivery(
                row.getUUID("message_id"), row.getUUID("ticket_id"), row.getLong("seq"), row.getString("state"));
    }

    /** @param seq the message's place in its ticket */
    public record Delivery(UUID message, UUID ticket, long seq, String state) {}

    /** A place in what was said to and by a customer, over all their tickets. */
    public record Mark(UUID ticket, long seq, Instant at) {
        public boolean isAfter(Mark other) {
            return ticket.equals(other.ticket) ? seq > other.seq : at.isAfter(other.at);
        }
    }
}
