package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.platform.postgres.Transaction;

/**
 * Locks the rows a transaction will change, in the one order all transactions keep: tickets by id, then parties by id. The
 * inbox's stream follows at the very end, in {@link TicketBatch#write}.
 */
public final class TicketLocks {

    private static final String LOCK = """
            select t.id, t.party_id from ticket t
             where t.id in (
                   select newest.id
                     from unnest($1::uuid[]) as wanted(party_id)
                    cross join lateral (
                          select id from ticket
                           where ticket.party_id = wanted.party_id
                           order by (status not in ('solved', 'closed')) desc, number desc
                           limit 1) as newest
                   union
                   select unnest($2::uuid[]))
             order by t.id
               for no key update of t""";

    /** A statement of its own: joined to the lock, it would show the message or contact from before the wait, or none. */
    private static final String TICKETS = TicketTable.SELECT + " where t.id = any($1) order by t.id";

    private static final String PARTIES = """
            select p.id, p.seq, p.read_by_agent, p.read_by_contact, p.reply, d.kind, d.scope, d.value, d.contact_id
              from party p join identity d on d.id = p.identity_id
             where p.id = any($1)
             order by p.id
               for no key update of p""";

    private final Supplier<UUID> ids;

    public TicketLocks(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /**
     * Locks the newest ticket of each party, the named tickets, and all parties concerned.
     *
     * @param now the time every change of the batch is given, in milliseconds
     */
    public Future<TicketBatch> lock(
            Transaction transaction, Inbox inbox, Collection<UUID> parties, Collection<UUID> tickets, Instant now) {
        Tuple wanted =
                Tuple.tuple().addArrayOfUUID(parties.toArray(UUID[]::new)).addArrayOfUUID(tickets.toArray(UUID[]::new));
        return transaction.execute(LOCK, wanted).compose(locked -> {
            List<UUID> found = new ArrayList<>();
            SortedSet<UUID> concerned = new TreeSet<>(parties);
            locked.forEach(row -> {
                found.add(row.getUUID("id"));
                concerned.add(row.getUUID("party_id"));
            });
            Future<RowSet<Row>> lockedParties = transaction.execute(PARTIES, array(concerned));
            Future<List<Ticket>> read = read(transaction, found);
            return Future.all(lockedParties, read)
                    .map(both -> batch(inbox, now, lockedParties.result(), read.result()));
        });
    }

    private static Future<List<Ticket>> read(Transaction transaction, List<UUID> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return transaction.execute(TICKETS, array(ids)).map(rows -> {
            List<Ticket> tickets = new ArrayList<>();
            rows.forEach(row -> tickets.add(TicketTable.read(row)));
            return tickets;
        });
    }

    private TicketBatch batch(Inbox inbox, Instant now, RowSet<Row> parties, List<Ticket> tickets) {
        TicketBatch batch = new TicketBatch(inbox, now, ids);
        parties.forEach(row -> batch.add(party(row, inbox)));
        tickets.forEach(ticket -> batch.add(new TicketDraft(ticket, batch.party(ticket.partyId()))));
        return batch;
    }

    private static Tuple array(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }

    private static PartyDraft party(Row row, Inbox inbox) {
        IdentityKey identity = new IdentityKey(row.getString("kind"), row.getString("scope"), row.getString("value"));
        return new PartyDraft(
                row.getUUID("id"),
                new PartyKey(inbox.name(), identity),
                row.getUUID("contact_id"),
                row.getLong("seq"),
                row.getUUID("read_by_agent"),
                row.getUUID("read_by_contact"),
                row.get(JsonObject.class, "reply"));
    }
}
