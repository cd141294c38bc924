package tributary.gateway.ticket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Attachment;
import tributary.conversation.Author;

/** The rows of messages as people read them: with attachments and delivery. */
final class MessageTable {

    /** Append a {@code where} that speaks of {@code m} (message), {@code t} (ticket), {@code o} (outbox). */
    static final String SELECT = """
            select m.id, m.ticket_id, t.number as ticket_number, m.seq, m.direction, m.author_kind, m.author_id,
                   m.author_name, m.author_address, m.text, m.html, m.reply, m.reply_to, m.external_id, m.client_id,
                   m.letter, m.card, m.threading, m.sent_at, m.received_at, o.state, o.reason, o.at as state_at,
                   (select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'type', a.type, 'bytes', a.bytes,
                                                        'state', case when a.blob_id is not null then 'stored'
                                                                      when a.problem is not null then 'missing'
                                                                      else 'pending' end)
                                     order by a.ordinal)
                      from attachment a where a.message_id = m.id and a.ordinal >= 0) as attachments
              from message m
              join ticket t on t.id = m.ticket_id
              left join outbox o on o.message_id = m.id
            """;

    private MessageTable() {}

    static Message read(Row row) {
        return new Message(
                row.getUUID("id"),
                row.getUUID("ticket_id"),
                row.getLong("ticket_number"),
                row.getLong("seq"),
                row.getString("direction"),
                new Author(row.getString("author_kind"), row.getString("author_name"), row.getString("author_address")),
                row.getUUID("author_id"),
                row.getString("text"),
                row.getString("html"),
                row.getString("reply"),
                row.getUUID("reply_to"),
                attachments(row.get(JsonArray.class, "attachments")),
                row.getString("external_id"),
                row.getString("client_id"),
                delivery(row),
                row.get(JsonObject.class, "letter"),
                row.get(JsonObject.class, "card"),
                row.get(JsonObject.class, "threading"),
                TicketTable.time(row, "sent_at"),
                TicketTable.time(row, "received_at"));
    }

    /** A message on its way shows as queued until a provider has it. */
    private static Message.@Nullable DeliveryState delivery(Row row) {
        String state = row.getString("state");
        return state == null
                ? null
                : new Message.DeliveryState(shown(state), row.getString("reason"), TicketTable.time(row, "state_at"));
    }

    private static String shown(String state) {
        return state.equals("leased") || state.equals("sending") ? "queued" : state;
    }

    private static List<Attachment> attachments(@Nullable JsonArray array) {
        if (array == null) {
            return List.of();
        }
        List<Attachment> attachments = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonObject entry = array.getJsonObject(i);
            attachments.add(new Attachment(
                    UUID.fromString(entry.getString("id")),
                    entry.getString("name"),
                    entry.getString("type"),
                    entry.getLong("bytes"),
                    entry.getString("state")));
        }
        return attachments;
    }
}
