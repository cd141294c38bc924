package tributary.connector.livechat.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.connector.Attachments;
import tributary.connector.Conversations.Page;
import tributary.connector.Conversations.State;
import tributary.connector.Conversations.Ticket;
import tributary.conversation.Attachment;
import tributary.conversation.Author;
import tributary.conversation.PartyEvent;

/** Writes what the server says. Links to files are signed anew each time, because they live shortly. */
public final class FrameWriter {
    private static final Duration LINK_LIFETIME = Duration.ofHours(1);
    /** Characters after which a long answer goes on in another frame: even as UTF-8 it stays under 256 KiB. */
    private static final int PIECE = 64_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final String inbox;
    private final Attachments attachments;

    public FrameWriter(String inbox, Attachments attachments) {
        this.inbox = inbox;
        this.attachments = attachments;
    }

    /** RFC 3339, UTC, milliseconds. */
    public static String time(Instant at) {
        return TIME.format(at);
    }

    public static String ok(long re, ObjectNode d) {
        return reply("ok", re, d);
    }

    public static String ok(long re) {
        return reply("ok", re, JSON.objectNode());
    }

    /** Stored: {@code mid} names the message for good. */
    public static String stored(long re, String cid, UUID message, Instant at) {
        ObjectNode d = JSON.objectNode().put("cid", cid).put("mid", message.toString());
        return ok(re, d.put("at", time(at)));
    }

    public static String error(long re, ErrorAnswer answer) {
        return reply("err", re, answer.d());
    }

    public static String welcome(long re, ObjectNode d) {
        return reply("welcome", re, d);
    }

    public static String ping() {
        return "{\"t\":\"ping\"}";
    }

    public static String synced(long seq) {
        return push("synced", JSON.objectNode().put("seq", seq)).toString();
    }

    /** @param seconds after which the widget may come back */
    public static String bye(long seconds) {
        return push("bye", JSON.objectNode().put("retryAfter", seconds)).toString();
    }

    public static String typing(boolean on, String agent) {
        ObjectNode d = JSON.objectNode().put("on", on);
        d.putObject("by").put("name", agent);
        return push("typing", d).toString();
    }

    public static String presence(int agents) {
        return push("presence", JSON.objectNode().put("online", agents > 0).put("agents", agents))
                .toString();
    }

    /**
     * The newest messages and the conversation's state: all that a client without a position needs. Oldest piece first;
     * each says where the page begins.
     */
    public List<String> snapshots(Page page, State state) {
        List<String> pieces = new ArrayList<>();
        ArrayNode messages = JSON.arrayNode();
        int size = 0;
        for (PartyEvent.Posted posted : page.messages()) {
            ObjectNode message = message(posted);
            int length = message.toString().length();
            if (!messages.isEmpty() && size + length > PIECE) {
                pieces.add(snapshot(messages, page, state));
                messages = JSON.arrayNode();
                size = 0;
            }
            messages.add(message);
            size += length;
        }
        pieces.add(snapshot(messages, page, state));
        return pieces;
    }

    private static String snapshot(ArrayNode messages, Page page, State state) {
        ObjectNode d = JSON.objectNode();
        d.set("msgs", messages);
        d.put("more", page.more());
        if (!page.messages().isEmpty()) {
            d.put("before", page.messages().get(0).message().toString());
        }
        d.set("conv", conversation(state.ticket()));
        return push("snap", d).toString();
    }

    /** A page of older messages; one that would be too big loses its oldest. */
    public ObjectNode history(Page page) {
        Deque<ObjectNode> kept = new ArrayDeque<>();
        int size = 0;
        for (int i = page.messages().size() - 1; i >= 0 && (size < PIECE || kept.isEmpty()); i--) {
            ObjectNode message = message(page.messages().get(i));
            size += message.toString().length();
            kept.addFirst(message);
        }
        ObjectNode d = JSON.objectNode();
        d.putArray("msgs").addAll(kept);
        return d.put("more", page.more() || kept.size() < page.messages().size());
    }

    /** The conversation as {@code welcome} and {@code snap} show it, or JSON null. */
    public static JsonNode conversation(Optional<Ticket> ticket) {
        if (ticket.isEmpty()) {
            return JSON.nullNode();
        }
        ObjectNode conv = JSON.objectNode();
        conv.put("id", Long.toString(ticket.get().number()));
        conv.put("status", ticket.get().status());
        ticket.get().assignee().ifPresent(name -> conv.putObject("assignee").put("name", name));
        return conv;
    }

    /** One event as a push with its position; batches are made of several. */
    public ObjectNode event(PartyEvent event) {
        if (event instanceof PartyEvent.Posted posted) {
            return durable("msg.new", event, message(posted));
        } else if (event instanceof PartyEvent.StatusChanged changed) {
            ObjectNode d = JSON.objectNode().put("id", Long.toString(changed.ticket()));
            return durable("conv.status", event, d.put("status", changed.status()));
        } else if (event instanceof PartyEvent.AssigneeChanged changed) {
            ObjectNode d = JSON.objectNode().put("id", Long.toString(changed.ticket()));
            return durable("conv.assigned", event, d.put("name", changed.agent()));
        } else if (event instanceof PartyEvent.ReadByAgent read) {
            ObjectNode d = JSON.objectNode().put("upto", read.upTo().toString());
            return durable("read.agent", event, d.put("at", time(read.at())));
        } else if (event instanceof PartyEvent.IdentityMerged) {
            return durable("ident.merged", event, JSON.objectNode());
        }
        return durable("skip", event, JSON.objectNode());
    }

    private ObjectNode message(PartyEvent.Posted posted) {
        ObjectNode d = JSON.objectNode().put("mid", posted.message().toString());
        putIfPresent(d, "cid", posted.clientId());
        d.set("by", by(posted.author()));
        d.put("text", posted.text());
        ArrayNode files = d.putArray("att");
        posted.attachments().forEach(file -> files.add(file(file)));
        d.put("at", time(posted.at()));
        putIfPresent(
                d, "replyTo", posted.replyTo() == null ? null : posted.replyTo().toString());
        return d;
    }

    private ObjectNode file(Attachment file) {
        return fileFacts(file).put("url", attachments.url(inbox, file, LINK_LIFETIME));
    }

    /** A file without a link: the answer to an upload. */
    public static ObjectNode fileFacts(Attachment file) {
        ObjectNode d = JSON.objectNode().put("id", file.id().toString()).put("name", file.name());
        return d.put("type", file.type()).put("bytes", file.bytes());
    }

    /** The visitor knows their own name; of the system there is none. */
    private static ObjectNode by(Author author) {
        ObjectNode by = JSON.objectNode();
        return switch (author.kind()) {
            case "contact" -> by.put("k", "visitor");
            case "agent" -> by.put("k", "agent").put("name", author.name());
            default -> by.put("k", "system");
        };
    }

    private static ObjectNode durable(String type, PartyEvent event, ObjectNode d) {
        ObjectNode frame = JSON.objectNode().put("t", type).put("s", event.seq());
        frame.set("d", d);
        return frame;
    }

    private static ObjectNode push(String type, ObjectNode d) {
        ObjectNode frame = JSON.objectNode().put("t", type);
        frame.set("d", d);
        return frame;
    }

    private static String reply(String type, long re, ObjectNode d) {
        ObjectNode frame = JSON.objectNode().put("t", type).put("re", re);
        frame.set("d", d);
        return frame.toString();
    }

    private static void putIfPresent(ObjectNode d, String name, @Nullable String value) {
        if (value != null) {
            d.put(name, value);
        }
    }

    /** Frames of a few events: one envelope, or arrays of at most {@code FrameReader.MAX_BATCH}. */
    public static String batch(List<String> envelopes) {
        return envelopes.size() == 1 ? envelopes.get(0) : "[" + String.join(",", envelopes) + "]";
    }
}
