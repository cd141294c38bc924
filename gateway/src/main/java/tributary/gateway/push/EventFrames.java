package tributary.gateway.push;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.gateway.ticket.Actor;
import tributary.gateway.ticket.Ticket;
import tributary.gateway.ticket.TicketEvent;
import tributary.gateway.ticket.TicketJson;
import tributary.gateway.ticket.TicketSnapshots.InboxSnapshot;
import tributary.gateway.ticket.TicketSnapshots.TicketSnapshot;

/** The frames of {@code ag1} that carry ticket events. Each event is encoded once, however many agents get it. */
final class EventFrames {

    private final TicketJson json;

    EventFrames(TicketJson json) {
        this.json = json;
    }

    /** The frame's {@code d} as text, or null for a kind that agents' streams skip. */
    @Nullable
    String body(TicketEvent event) {
        JsonObject data = data(event);
        return data == null
                ? null
                : new JsonObject()
                        .put("k", event.kind())
                        .put("version", event.version())
                        .put("ticket", event.number())
                        .put("at", TicketJson.time(event.at()))
                        .put("actor", actor(event.actor()))
                        .put("data", data)
                        .encode();
    }

    /** @param body what {@link #body} gave */
    static String frame(String topic, long s, @Nullable String body) {
        return body == null
                ? "{\"t\":\"skip\",\"topic\":\"" + topic + "\",\"s\":" + s + "}"
                : "{\"t\":\"ev\",\"topic\":\"" + topic + "\",\"s\":" + s + ",\"d\":" + body + "}";
    }

    static String inboxTopic(String inbox) {
        return "inbox:" + inbox;
    }

    static String ticketTopic(long number) {
        return "ticket:" + number;
    }

    JsonObject snapshot(InboxSnapshot snapshot) {
        JsonArray tickets = new JsonArray();
        snapshot.tickets().forEach(ticket -> tickets.add(json.ticket(ticket)));
        return new JsonObject().put("tickets", tickets);
    }

    JsonObject snapshot(TicketSnapshot snapshot) {
        JsonArray messages = new JsonArray();
        snapshot.messages().forEach(message -> messages.add(json.message(message)));
        return new JsonObject().put("ticket", json.ticket(snapshot.ticket())).put("messages", messages);
    }

    private @Nullable JsonObject data(TicketEvent event) {
        return switch (event.kind()) {
            case TicketEvent.MESSAGE_CREATED, TicketEvent.MESSAGE_UPDATED, TicketEvent.NOTE_CREATED ->
                event.message() == null ? null : json.message(event.message());
            case TicketEvent.TICKET_CREATED -> event.ticket() == null ? null : json.ticket(event.ticket());
            case TicketEvent.TICKET_UPDATED -> updated(event);
            case TicketEvent.STATUS_CHANGED, TicketEvent.ASSIGNMENT_CHANGED -> changed(event);
            case TicketEvent.MESSAGE_DELIVERY -> delivery(event);
            case TicketEvent.MESSAGE_MOVED, TicketEvent.TICKETS_MERGED -> event.data();
            default -> null;
        };
    }

    private static JsonObject changed(TicketEvent event) {
        JsonObject data = event.data();
        return new JsonObject()
                .put("number", event.number())
                .put("rev", data.getLong("rev"))
                .put("from", data.getString("from"))
                .put("to", data.getString("to"));
    }

    private static JsonObject updated(TicketEvent event) {
        JsonObject changed =
                event.data().getJsonObject("changed", new JsonObject()).copy();
        Ticket ticket = event.ticket();
        if (changed.containsKey("subject") && ticket != null) {
            changed.put("subject", ticket.subject());
        }
        return new JsonObject()
                .put("number", event.number())
                .put("rev", event.data().getLong("rev"))
                .put("changed", changed);
    }

    private static JsonObject delivery(TicketEvent event) {
        JsonObject data = event.data();
        return new JsonObject()
                .put("message", data.getString("message"))
                .put("ticket", event.number())
                .put(
                        "delivery",
                        new JsonObject()
                                .put("state", data.getString("state"))
                                .put("reason", data.getString("reason"))
                                .put("at", TicketJson.time(event.at())));
    }

    private static JsonObject actor(Actor actor) {
        UUID id = actor.id();
        return new JsonObject()
                .put("kind", actor.kind())
                .put("id", id == null ? null : id.toString())
                .put("name", actor.name());
    }
}
