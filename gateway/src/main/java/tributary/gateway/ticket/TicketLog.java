package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;
import tributary.gateway.platform.postgres.Database;

/** Reads the append-only log of what happened to tickets: by inbox, by ticket, by party. */
public final class TicketLog {

    private static final String SELECT = """
            select e.position, e.ticket_id, t.number, e.seq, e.party_seq, e.kind, e.version, e.actor_kind, e.actor_id,
                   e.cause, e.data, e.at, i.name as inbox, d.kind as identity_kind, d.scope, d.value,
                   coalesce(a.name, c.name, '') as actor_name
              from ticket_event e
              join ticket t on t.id = e.ticket_id
              join inbox i on i.id = e.inbox_id
              join party p on p.id = e.party_id
              join identity d on d.id = p.identity_id
              left join agent a on e.actor_kind = 'agent' and a.id = e.actor_id
              left join contact c on e.actor_kind = 'contact' and c.id = e.actor_id
            """;

    private static final String BY_INBOX =
            SELECT + " where e.inbox_id = $1 and e.position > $2 order by e.position limit $3";

    private static final String BY_TICKET = SELECT + " where e.ticket_id = $1 and e.seq > $2 order by e.seq limit $3";

    private static final String BY_PARTY = SELECT + """
             where e.party_id = (
                   select p.id from party p join identity d on d.id = p.identity_id
                    where p.inbox_id = $1 and d.kind = $4 and d.scope = $5 and d.value = $6)
               and e.party_seq > $2
             order by e.party_seq
             limit $3""";

    private static final String HEADS = """
            select i.name, s.position from inbox_stream s join inbox i on i.id = s.inbox_id""";

    private static final String MESSAGES = MessageTable.SELECT + " where m.id = any($1)";

    private static final String TICKETS = TicketTable.SELECT + " where t.id = any($1)";

    private static final String TICKET_HEAD = """
            select t.id, t.seq, i.name as inbox, d.kind, d.scope, d.value
              from ticket t
              join inbox i on i.id = t.inbox_id
              join party p on p.id = t.party_id
              join identity d on d.id = p.identity_id
             where t.number = $1""";

    private final Database database;

    public TicketLog(Database database) {
        this.database = database;
    }

    /** Entries of an inbox after a position, oldest first. */
    public Future<List<TicketEvent>> ofInbox(UUID inbox, long after, int limit) {
        return read(BY_INBOX, Tuple.of(inbox, after, limit));
    }

    /** Entries of a ticket after a seq, oldest first. */
    public Future<List<TicketEvent>> ofTicket(UUID ticket, long after, int limit) {
        return read(BY_TICKET, Tuple.of(ticket, after, limit));
    }

    /** Entries a customer may see after a place in their stream, oldest first. */
    public Future<List<TicketEvent>> ofParty(UUID inbox, IdentityKey identity, long after, int limit) {
        return read(BY_PARTY, Tuple.of(inbox, after, limit, identity.kind(), identity.scope(), identity.value()));
    }

    /** The newest position of each inbox, by name. */
    public Future<Map<String, Long>> heads() {
        return database.client().query(HEADS).execute().map(rows -> {
            Map<String, Long> heads = new HashMap<>();
            rows.forEach(row -> heads.put(row.getString("name"), row.getLong("position")));
            return heads;
        });
    }

    /** Where a ticket's own stream stands, and whose it is. */
    public Future<Optional<TicketHead>> head(long number) {
        return database.client()
                .preparedQuery(TICKET_HEAD)
                .execute(Tuple.of(number))
                .map(rows -> {
                    Optional<TicketHead> head = Optional.empty();
                    for (Row row : rows) {
                        head = Optional.of(new TicketHead(
                                row.getUUID("id"),
                                number,
                                row.getString("inbox"),
                                row.getLong("seq"),
                                party(row, "kind")));
                    }
                    return head;
                });
    }

    private Future<List<TicketEvent>> read(String sql, Tuple arguments) {
        SqlClient client = database.client();
        return client.preparedQuery(sql).execute(arguments).compose(rows -> {
            List<UUID> messages = new ArrayList<>();
            List<UUID> tickets = new ArrayList<>();
            rows.forEach(row -> collect(row, messages, tickets));
            Future<Map<UUID, Message>> texts = messages(client, messages);
            Future<Map<UUID, Ticket>> states = tickets(client, tickets);
            return Future.all(texts, states).map(both -> events(rows, texts.result(), states.result()));
        });
    }

    private static void collect(Row row, List<UUID> messages, List<UUID> tickets) {
        switch (row.getString("kind")) {
            case TicketEvent.MESSAGE_CREATED, TicketEvent.MESSAGE_UPDATED, TicketEvent.NOTE_CREATED ->
                messages.add(UUID.fromString(row.get(JsonObject.class, "data").getString("message")));
            case TicketEvent.TICKET_CREATED, TicketEvent.TICKET_UPDATED -> tickets.add(row.getUUID("ticket_id"));
            default -> {}
        }
    }

    private static Future<Map<UUID, Message>> messages(SqlClient client, List<UUID> ids) {
        Map<UUID, Message> found = new HashMap<>();
        return ids.isEmpty()
                ? Future.succeededFuture(found)
                : client.preparedQuery(MESSAGES).execute(ids(ids)).map(rows -> {
                    rows.forEach(row -> found.put(row.getUUID("id"), MessageTable.read(row)));
                    return found;
                });
    }

    private static Future<Map<UUID, Ticket>> tickets(SqlClient client, List<UUID> ids) {
        Map<UUID, Ticket> found = new HashMap<>();
        return ids.isEmpty()
                ? Future.succeededFuture(found)
                : client.preparedQuery(TICKETS).execute(ids(ids)).map(rows -> {
                    rows.forEach(row -> found.put(row.getUUID("id"), TicketTable.read(row)));
                    return found;
                });
    }

    private static Tuple ids(List<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }

    private static List<TicketEvent> events(RowSet<Row> rows, Map<UUID, Message> messages, Map<UUID, Ticket> tickets) {
        List<TicketEvent> events = new ArrayList<>();
        rows.forEach(row -> {
            JsonObject data = row.get(JsonObject.class, "data");
            String message = data.getString("message");
            boolean aboutTicket = row.getString("kind").startsWith("ticket.");
            events.add(new TicketEvent(
                    row.getString("inbox"),
                    row.getLong("position"),
                    row.getUUID("ticket_id"),
                    row.getLong("number"),
                    row.getLong("seq"),
                    party(row, "identity_kind"),
                    row.getLong("party_seq"),
                    row.getString("kind"),
                    row.getInteger("version"),
                    new Actor(row.getString("actor_kind"), row.getUUID("actor_id"), row.getString("actor_name")),
                    row.getString("cause"),
                    data,
                    TicketTable.time(row, "at"),
                    message == null ? null : messages.get(UUID.fromString(message)),
                    aboutTicket ? tickets.get(row.getUUID("ticket_id")) : null));
        });
        return events;
    }

    private static PartyKey party(Row row, String kindColumn) {
        IdentityKey identity =
                new IdentityKey(row.getString(kindColumn), row.getString("scope"), row.getString("value"));
        return new PartyKey(row.getString("inbox"), identity);
    }

    /** @param seq newest entry of the ticket */
    public record TicketHead(UUID id, long number, String inbox, long seq, PartyKey party) {}
}
