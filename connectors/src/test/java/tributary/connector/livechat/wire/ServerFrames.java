package tributary.connector.livechat.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tributary.connector.Conversations.Page;
import tributary.connector.Conversations.State;
import tributary.connector.Conversations.Ticket;
import tributary.connector.FakeAttachments;
import tributary.conversation.Attachment;
import tributary.conversation.Author;
import tributary.conversation.PartyEvent;

/** Takes a golden frame's data, and writes the frame again with the server's own writer. */
final class ServerFrames {
    /** Not sent by this server: later kinds, and those built where they are answered. */
    private static final Set<String> NOT_HERE = Set.of("msg.edit", "msg.redact", "csat.ask", "form.ask", "welcome");

    private static final Map<String, String> GOLDEN_IDS = new HashMap<>();

    private ServerFrames() {}

    static boolean writes(JsonNode frame) {
        return !NOT_HERE.contains(frame.path("t").asText());
    }

    static String rewrite(JsonNode frame) {
        String written = write(frame);
        for (Map.Entry<String, String> id : GOLDEN_IDS.entrySet()) {
            written = written.replace(id.getKey(), id.getValue());
        }
        return written;
    }

    private static String write(JsonNode frame) {
        if (frame.isArray()) {
            List<String> envelopes = new ArrayList<>();
            frame.forEach(f -> envelopes.add(write(f)));
            return FrameWriter.batch(envelopes);
        }
        JsonNode d = frame.path("d");
        return switch (frame.path("t").asText()) {
            case "ok" -> ok(frame.path("re").asLong(), d);
            case "err" -> FrameWriter.error(frame.path("re").asLong(), error(d));
            case "ping" -> FrameWriter.ping();
            case "bye" -> FrameWriter.bye(d.path("retryAfter").asLong());
            case "synced" -> FrameWriter.synced(d.path("seq").asLong());
            case "typing" ->
                FrameWriter.typing(
                        d.path("on").asBoolean(), d.path("by").path("name").asText());
            case "presence" -> FrameWriter.presence(d.path("agents").asInt());
            case "snap" -> writer().snapshots(page(d), state(d)).get(0);
            default -> writer().event(event(frame)).toString();
        };
    }

    private static String ok(long re, JsonNode d) {
        if (d.has("mid")) {
            return FrameWriter.stored(
                    re,
                    d.path("cid").asText(),
                    id(d, "mid"),
                    Instant.parse(d.path("at").asText()));
        }
        return d.has("msgs")
                ? FrameWriter.ok(re, writer().history(page(d)))
                : FrameWriter.ok(re, ((ObjectNode) d).deepCopy());
    }

    private static ErrorAnswer error(JsonNode d) {
        Map<String, String> fields = new HashMap<>();
        d.path("fields")
                .properties()
                .forEach(e -> fields.put(e.getKey(), e.getValue().asText()));
        Optional<Duration> wait = d.has("retryAfter")
                ? Optional.of(Duration.ofSeconds(d.path("retryAfter").asLong()))
                : Optional.empty();
        return new ErrorAnswer(d.path("code").asText(), d.path("msg").asText(""), wait, fields);
    }

    private static PartyEvent event(JsonNode frame) {
        JsonNode d = frame.path("d");
        long seq = frame.path("s").asLong();
        Instant at = d.has("at") ? Instant.parse(d.path("at").asText()) : Instant.EPOCH;
        return switch (frame.path("t").asText()) {
            case "msg.new" -> posted(seq, d);
            case "conv.status" ->
                new PartyEvent.StatusChanged(
                        seq, d.path("id").asLong(), d.path("status").asText(), at);
            case "conv.assigned" ->
                new PartyEvent.AssigneeChanged(
                        seq, d.path("id").asLong(), d.path("name").textValue(), at);
            case "read.agent" -> new PartyEvent.ReadByAgent(seq, id(d, "upto"), at);
            case "ident.merged" -> new PartyEvent.IdentityMerged(seq, at);
            default -> throw new AssertionError("no golden shape is known for " + frame);
        };
    }

    private static PartyEvent.Posted posted(long seq, JsonNode d) {
        List<Attachment> files = new ArrayList<>();
        d.path("att")
                .forEach(f -> files.add(new Attachment(
                        id(f, "id"),
                        f.path("name").asText(),
                        f.path("type").asText(),
                        f.path("bytes").asLong())));
        return new PartyEvent.Posted(
                seq,
                id(d, "mid"),
                d.path("cid").textValue(),
                author(d.path("by")),
                d.path("text").asText(),
                files,
                d.has("replyTo") ? id(d, "replyTo") : null,
                Instant.parse(d.path("at").asText()));
    }

    private static Author author(JsonNode by) {
        return switch (by.path("k").asText()) {
            case "visitor" -> Author.contact("", null);
            case "agent" -> Author.agent(by.path("name").asText());
            default -> new Author("system", "", null);
        };
    }

    private static Page page(JsonNode d) {
        List<PartyEvent.Posted> messages = new ArrayList<>();
        d.path("msgs").forEach(m -> messages.add(posted(messages.size() + 1L, m)));
        return new Page(messages, d.path("more").asBoolean());
    }

    private static State state(JsonNode d) {
        JsonNode conv = d.path("conv");
        Optional<Ticket> ticket = conv.isObject()
                ? Optional.of(new Ticket(
                        conv.path("id").asLong(),
                        conv.path("status").asText(),
                        Optional.ofNullable(conv.path("assignee").path("name").textValue())))
                : Optional.empty();
        return new State(0, ticket, Optional.empty(), Optional.empty());
    }

    private static FrameWriter writer() {
        return new FrameWriter("web", new FakeAttachments());
    }

    /** Golden ids are short words; each stands for one id of ours. */
    private static UUID id(JsonNode node, String name) {
        String word = node.path(name).asText();
        UUID id = UUID.nameUUIDFromBytes(word.getBytes(StandardCharsets.UTF_8));
        GOLDEN_IDS.put(id.toString(), word);
        return id;
    }
}
