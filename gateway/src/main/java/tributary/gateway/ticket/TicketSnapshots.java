package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import tributary.gateway.platform.postgres.Database;

/** The state of an inbox or a ticket together with the position it belongs to, read in one snapshot of the database. */
public final class TicketSnapshots {

    private static final int SHOWN = 50;

    private static final String HEAD = "select position from inbox_stream where inbox_id = $1";

    private static final String NEWEST =
            TicketTable.SELECT + " where t.inbox_id = $1 order by t.updated_at desc, t.number desc limit " + SHOWN;

    private static final String TICKET = TicketTable.SELECT + " where t.id = $1";

    private static final String MESSAGES =
            MessageTable.SELECT + " where m.ticket_id = $1 order by m.seq desc limit " + SHOWN;

    private final Database database;

    public TicketSnapshots(Database database) {
        this.database = database;
    }

    public Future<InboxSnapshot> ofInbox(UUID inbox) {
        return database.snapshot(connection -> connection
                .preparedQuery(HEAD)
                .execute(Tuple.of(inbox))
                .map(rows -> rows.iterator().next().getLong("position"))
                .compose(position -> connection
                        .preparedQuery(NEWEST)
                        .execute(Tuple.of(inbox))
                        .map(rows -> {
                            List<Ticket> tickets = new ArrayList<>();
                            rows.forEach(row -> tickets.add(TicketTable.read(row)));
                            return new InboxSnapshot(position, tickets);
                        })));
    }

    public Future<TicketSnapshot> ofTicket(UUID ticket) {
        return database.snapshot(connection -> connection
                .preparedQuery(TICKET)
                .execute(Tuple.of(ticket))
                .map(rows -> TicketTable.read(rows.iterator().next()))
                .compose(found -> connection
                        .preparedQuery(MESSAGES)
                        .execute(Tuple.of(ticket))
                        .map(rows -> {
                            List<Message> messages = new ArrayList<>();
                            rows.forEach(row -> messages.add(MessageTable.read(row)));
                            Collections.reverse(messages);
                            return new TicketSnapshot(found, messages);
                        })));
    }

    /** @param position newest entry the tickets show */
    public record InboxSnapshot(long position, List<Ticket> tickets) {}

    /** The ticket's own {@code seq} is the newest entry it shows. */
    public record TicketSnapshot(Ticket ticket, List<Message> messages) {}
}
