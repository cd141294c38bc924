package tributary.connector.livechat.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.connector.livechat.rule.ReplayRule.Position;
import tributary.connector.livechat.rule.VisitorIdentity.Proof;

/**
 * Reads frames strictly: an envelope or an array of 1 to {@link #MAX_BATCH}; {@code t} a text, {@code id} a uint32,
 * {@code d} an object. What breaks this shape breaks the socket; data that is wrong within it becomes
 * {@link VisitorFrame.Invalid}. Unknown members are ignored.
 */
public final class FrameReader {
    public static final int MAX_BATCH = 50;
    private static final long MAX_UINT32 = 0xFFFFFFFFL;
    private static final Set<String> NEED_ID =
            Set.of("hello", "msg.send", "form.submit", "hist.get", "conv.close", "ident", "logout", "up.begin", "sync");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private FrameReader() {}

    /** @throws BadFrameException if the frame breaks the protocol's shape */
    public static List<VisitorFrame> read(String text) throws BadFrameException {
        JsonNode root = parse(text);
        if (!root.isArray()) {
            return List.of(envelope(root));
        }
        if (root.size() > MAX_BATCH) {
            throw new BadFrameException("frame: expected at most " + MAX_BATCH + " envelopes");
        }
        List<VisitorFrame> frames = new ArrayList<>(root.size());
        for (JsonNode element : root) {
            frames.add(envelope(element));
        }
        return frames;
    }

    private static JsonNode parse(String text) throws BadFrameException {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BadFrameException("frame: expected JSON");
        }
    }

    private static VisitorFrame envelope(JsonNode node) throws BadFrameException {
        if (!(node instanceof ObjectNode envelope)) {
            throw new BadFrameException("frame: expected an object or an array of objects");
        }
        JsonNode type = envelope.path("t");
        if (!type.isTextual()) {
            throw new BadFrameException("t: expected a text");
        }
        JsonNode d = envelope.has("d") ? envelope.get("d") : envelope.objectNode();
        if (!(d instanceof ObjectNode data)) {
            throw new BadFrameException("d: expected an object");
        }
        return frame(type.textValue(), id(envelope.get("id"), type.textValue()), data);
    }

    private static long id(@Nullable JsonNode id, String type) throws BadFrameException {
        if (id == null) {
            if (NEED_ID.contains(type)) {
                throw new BadFrameException("id: expected one for this type");
            }
            return VisitorFrame.NO_ID;
        }
        if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() < 0 || id.longValue() > MAX_UINT32) {
            throw new BadFrameException("id: expected a uint32");
        }
        return id.longValue();
    }

    private static VisitorFrame frame(String type, long id, ObjectNode d) {
        FrameData data = new FrameData(d);
        try {
            return known(type, id, data);
        } catch (FrameData.WrongException e) {
            return new VisitorFrame.Invalid(id, type, e.problem());
        }
    }

    private static VisitorFrame known(String type, long id, FrameData data) throws FrameData.WrongException {
        return switch (type) {
            case "hello" -> hello(id, data);
            case "msg.send" -> message(id, data);
            case "typing" -> new VisitorFrame.Typing(id, data.flag("on"));
            case "read" -> read(id, data);
            case "page" -> new VisitorFrame.Page(id);
            case "form.submit" -> new VisitorFrame.FormSubmit(id, data.cid(), data.text("fid", 100), values(data));
            case "hist.get" ->
                new VisitorFrame.HistoryGet(
                        id, data.optionalText("before", 100), data.has("n") ? (int) data.number("n", 1, 50) : 30);
            case "conv.close" -> new VisitorFrame.ConversationClose(id);
            case "ident" -> new VisitorFrame.Ident(id, proof(data));
            case "logout" -> new VisitorFrame.Logout(id);
            case "up.begin" -> upload(id, data);
            case "sync" -> new VisitorFrame.Sync(id, position(data));
            case "pong" -> new VisitorFrame.Pong(id);
            default -> new VisitorFrame.Unknown(id);
        };
    }

    private static VisitorFrame hello(long id, FrameData data) throws FrameData.WrongException {
        data.number("v", 1, 1);
        String vid = data.optionalText("vid", 64);
        String vtok = data.optionalText("vtok", 128);
        boolean session = vid != null && vtok != null;
        boolean placed = session && data.has("epoch") && data.has("seq");
        return new VisitorFrame.Hello(
                id,
                session ? vid : null,
                session ? vtok : null,
                placed ? position(data) : null,
                data.has("ident") ? proof(data.object("ident")) : null,
                data.texts("pending", 50, 64));
    }

    private static VisitorFrame read(long id, FrameData data) throws FrameData.WrongException {
        return data.node().path("upto").isNumber()
                ? new VisitorFrame.Read(id, null, data.number("upto", 1, Long.MAX_VALUE))
                : new VisitorFrame.Read(id, data.text("upto", 100), 0);
    }

    private static VisitorFrame message(long id, FrameData data) throws FrameData.WrongException {
        return new VisitorFrame.MessageSend(
                id,
                data.cid(),
                data.has("text") ? data.text("text", Integer.MAX_VALUE) : "",
                data.texts("att", 10, 100),
                data.optionalText("replyTo", 100),
                data.node());
    }

    private static VisitorFrame upload(long id, FrameData data) throws FrameData.WrongException {
        String sha256 = data.optionalText("sha256", 64);
        if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
            throw new FrameData.WrongException("d.sha256: expected 64 hex digits");
        }
        return new VisitorFrame.UploadBegin(
                id,
                data.cid(),
                data.text("name", 255),
                data.text("type", 127),
                data.number("size", 0, Long.MAX_VALUE),
                sha256);
    }

    private static Position position(FrameData data) throws FrameData.WrongException {
        return new Position(data.text("epoch", 100), data.number("seq", 0, Long.MAX_VALUE));
    }

    private static Proof proof(FrameData data) throws FrameData.WrongException {
        return data.has("jwt")
                ? new Proof.Token(data.text("jwt", 8192))
                : new Proof.Hash(data.text("id", 200), data.text("hmac", 64));
    }

    private static Map<String, String> values(FrameData data) throws FrameData.WrongException {
        Map<String, String> values = new HashMap<>();
        ObjectNode node = data.object("values").node();
        if (node.size() > 50) {
            throw new FrameData.WrongException("d.values: expected at most 50");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual() && !entry.getValue().isBoolean()) {
                throw new FrameData.WrongException("d.values: expected texts and booleans");
            }
            values.put(entry.getKey(), entry.getValue().asText());
        }
        return values;
    }
}
