package tributary.gateway.ticket;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of tickets as people read them: with inbox, contact and newest message. */
final class TicketTable {

    /** Append a {@code where} that speaks of {@code t} (ticket), {@code i} (inbox), {@code c} (contact). */
    static final String SELECT = """
            select t.id, t.number, i.name as inbox, i.channel, t.party_id, t.contact_id, c.name as contact_name,
                   t.subject, t.status, t.priority, t.assignee, t.tags, t.fields, t.seq, t.rev, t.message_count,
                   t.created_at, t.updated_at, t.solved_at, m.id as last_id, m.direction as last_direction,
                   m.author_kind as last_author_kind, m.author_name as last_author_name, left(coalesce(m.reply, m.text), 200) as last_text,
                   m.received_at as last_at,
                   p.reply
              from ticket t
              join inbox i on i.id = t.inbox_id
              join contact c on c.id = t.contact_id
              join party p on p.id = t.party_id
              left join message m on m.id = t.last_message
            """;

    private TicketTable() {}

    static Ticket read(Row row) {
        return new Ticket(
                row.getUUID("id"),
                row.getLong("number"),
                row.getString("inbox"),
                row.getString("channel"),
                row.getUUID("party_id"),
                row.getUUID("contact_id"),
                row.getString("contact_name"),
                row.getString("subject"),
                Status.of(row.getString("status")).orElseThrow(),
                Priority.of(row.getString("priority")).orElseThrow(),
                row.getUUID("assignee"),
                List.of(row.getArrayOfStrings("tags")),
                row.get(JsonObject.class, "fields"),
                row.getLong("seq"),
                row.getLong("rev"),
                row.getInteger("message_count"),
                lastMessage(row),
                row.get(JsonObject.class, "reply"),
                time(row, "created_at"),
                time(row, "updated_at"),
                row.getOffsetDateTime("solved_at") == null ? null : time(row, "solved_at"));
    }

    static Instant time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static Ticket.@Nullable LastMessage lastMessage(Row row) {
        UUID id = row.getUUID("last_id");
        return id == null
                ? null
                : new Ticket.LastMessage(
                        id,
                        row.getString("last_direction"),
                        row.getString("last_author_kind"),
                        row.getString("last_author_name"),
                        row.getString("last_text"),
                        time(row, "last_at"));
    }
}
