package tributary.gateway.ticket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tributary.connector.ComposeLimits;
import tributary.conversation.Attachment;
import tributary.conversation.Recipient;

/** The one JSON form of tickets and messages, for REST answers and pushed events alike. */
public final class TicketJson {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Function<Attachment, String> urls;
    private final Function<String, Optional<ComposeLimits>> limits;

    /**
     * @param urls signs a short-lived, relative URL for an attachment
     * @param limits what one message of an inbox may be
     */
    public TicketJson(Function<Attachment, String> urls, Function<String, Optional<ComposeLimits>> limits) {
        this.urls = urls;
        this.limits = limits;
    }

    /** RFC 3339, UTC, milliseconds. */
    public static String time(Instant at) {
        return TIME.format(at);
    }

    public JsonObject ticket(Ticket ticket) {
        return new JsonObject()
                .put("id", ticket.id().toString())
                .put("number", ticket.number())
                .put("inbox", ticket.inbox())
                .put("channel", ticket.channel())
                .put("subject", ticket.subject())
                .put("status", ticket.status().word())
                .put("priority", ticket.priority().word())
                .put("assignee", text(ticket.assignee()))
                .put(
                        "contact",
                        new JsonObject()
                                .put("id", ticket.contactId().toString())
                                .put("name", ticket.contactName()))
                .put("tags", new JsonArray(ticket.tags()))
                .put("fields", ticket.fields())
                .put("seq", ticket.seq())
                .put("rev", ticket.rev())
                .put("messageCount", ticket.messageCount())
                .put("createdAt", time(ticket.createdAt()))
                .put("updatedAt", time(ticket.updatedAt()))
                .put("lastMessage", lastMessage(ticket.lastMessage()))
                .put(
                        "limits",
                        limits.apply(ticket.inbox()).map(TicketJson::limits).orElse(null))
                .put("window", ReplyWindows.shown(ticket.reply()));
    }

    private static JsonObject limits(ComposeLimits limits) {
        return new JsonObject()
                .put("unit", limits.unit())
                .put("most", limits.most())
                .put("files", limits.files())
                .put("fileTypes", new JsonArray(limits.fileTypes()));
    }

    public JsonObject message(Message message) {
        JsonArray attachments = new JsonArray();
        message.attachments().forEach(attachment -> attachments.add(attachment(attachment)));
        return new JsonObject()
                .put("id", message.id().toString())
                .put("ticket", message.ticket())
                .put("seq", message.seq())
                .put("direction", message.direction())
                .put(
                        "author",
                        new JsonObject()
                                .put("kind", message.author().kind())
                                .put("id", text(message.authorId()))
                                .put("name", message.author().name())
                                .put("address", message.author().address()))
                .put("text", message.text())
                .put("html", html(message))
                .put("reply", message.reply() == null ? message.text() : message.reply())
                .put("replyTo", text(message.replyTo()))
                .put("attachments", attachments)
                .put("externalId", message.externalId())
                .put("delivery", delivery(message.delivery()))
                .put("mail", LetterJson.shown(message.letter(), customer(message)))
                .put("card", message.card())
                .put("threading", message.threading().isEmpty() ? null : message.threading())
                .put("sentAt", time(message.sentAt()))
                .put("receivedAt", time(message.receivedAt()));
    }

    private static Optional<Recipient> customer(Message message) {
        return Optional.ofNullable(message.author().address())
                .filter(address -> message.direction().equals(Message.INBOUND))
                .map(address -> new Recipient(message.author().name(), address));
    }

    /** An image that belongs to the letter is named by its attachment; people get its signed URL. */
    private @Nullable String html(Message message) {
        String html = message.html();
        if (html != null && html.contains("cid:")) {
            for (Attachment attachment : message.attachments()) {
                html = html.replace("cid:" + attachment.id(), urls.apply(attachment));
            }
        }
        return html;
    }

    public JsonObject attachment(Attachment attachment) {
        return new JsonObject()
                .put("id", attachment.id().toString())
                .put("name", attachment.name())
                .put("type", attachment.type())
                .put("bytes", attachment.bytes())
                .put("state", attachment.state())
                .put("url", attachment.state().equals(Attachment.STORED) ? urls.apply(attachment) : null);
    }

    public static @Nullable JsonObject delivery(Message.@Nullable DeliveryState delivery) {
        return delivery == null
                ? null
                : new JsonObject()
                        .put("state", delivery.state())
                        .put("reason", delivery.reason())
                        .put("at", time(delivery.at()));
    }

    private static @Nullable JsonObject lastMessage(Ticket.@Nullable LastMessage last) {
        return last == null
                ? null
                : new JsonObject()
                        .put("id", last.id().toString())
                        .put("direction", last.direction())
                        .put(
                                "author",
                                new JsonObject().put("kind", last.authorKind()).put("name", last.authorName()))
                        .put("text", last.text())
                        .put("at", time(last.at()));
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
