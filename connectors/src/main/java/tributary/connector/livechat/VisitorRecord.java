package tributary.connector.livechat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tributary.connector.Arrival;
import tributary.connector.Arrival.OnOtherContent;
import tributary.connector.UnreadableException;
import tributary.connector.livechat.wire.VisitorFrame.MessageSend;
import tributary.conversation.Attachment;
import tributary.conversation.ConversationEvent;
import tributary.conversation.IdentityKey;

/**
 * What the journal keeps of live chat: a JSON document {@code {v, kind, party, vid, at, frame, …}} with the frame as it
 * came and what the server knew then. Events are made from these documents only, so that what is read again later is
 * what was processed at first. The content hash covers what the visitor said and no time.
 */
final class VisitorRecord {
    private static final int VERSION = 1;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final RecordReader reader;

    VisitorRecord(String inbox) {
        this.reader = new RecordReader(inbox);
    }

    /** The external id of a visitor's message. */
    static String messageId(String vid, String cid) {
        return vid + "/" + cid;
    }

    /** @param files the uploads the frame names, as they are stored */
    Arrival message(IdentityKey party, String vid, String name, MessageSend frame, List<Attachment> files, Instant at) {
        ObjectNode document = document("message-received", party, vid, at).put("name", name);
        document.set("frame", frame.d());
        ArrayNode attachments = document.putArray("attachments");
        files.forEach(file -> attachments
                .addObject()
                .put("id", file.id().toString())
                .put("name", file.name())
                .put("type", file.type())
                .put("bytes", file.bytes()));
        ArrayNode content = JSON.arrayNode().add(reader.text(document));
        frame.attachments().forEach(content.addArray()::add);
        return arrival(document, content.add(frame.replyTo()), OnOtherContent.REFUSE);
    }

    /** An agent's message reached a socket of the visitor. */
    Arrival delivered(IdentityKey party, UUID message, Instant at) {
        ObjectNode document = document("delivery-reported", party, "", at);
        document.putObject("frame").put("mid", message.toString());
        return arrival(document, JSON.arrayNode().add(message.toString()), OnOtherContent.KEEP);
    }

    Arrival seen(IdentityKey party, String vid, UUID upTo, Instant at) {
        ObjectNode document = document("message-seen", party, vid, at);
        document.putObject("frame").put("upto", upTo.toString());
        return arrival(document, JSON.arrayNode().add(upTo.toString()), OnOtherContent.KEEP);
    }

    /** @param facts signed facts; together with the identity they are the event's identity */
    Arrival identified(IdentityKey party, String vid, IdentityKey proven, Map<String, String> facts, Instant at) {
        ObjectNode document = document("identity-proven", party, vid, at);
        document.set("proven", identity(proven));
        ObjectNode sorted = document.putObject("facts");
        new TreeMap<>(facts).forEach(sorted::put);
        ArrayNode content = JSON.arrayNode().add(identity(proven)).add(sorted);
        document.put("proof", HexFormat.of().formatHex(sha256(content).getBytes(0, 16)));
        return arrival(document, content, OnOtherContent.KEEP);
    }

    Arrival form(IdentityKey party, String vid, String cid, Map<String, String> facts, Instant at) {
        ObjectNode document = document("profile-given", party, vid, at);
        ObjectNode frame = document.putObject("frame").put("cid", cid);
        ObjectNode sorted = frame.putObject("values");
        new TreeMap<>(facts).forEach(sorted::put);
        return arrival(document, JSON.arrayNode().add(sorted), OnOtherContent.KEEP);
    }

    /** @param seq where the stream stood, so that closing twice is one event and closing again later another */
    Arrival closed(IdentityKey party, String vid, long seq, Instant at) {
        ObjectNode document = document("conversation-closed", party, vid, at);
        document.putObject("frame").put("seq", seq);
        return arrival(document, JSON.arrayNode().add(seq), OnOtherContent.KEEP);
    }

    /** Pure: the same document gives the same events. */
    List<ConversationEvent> read(Buffer raw) {
        try {
            JsonNode document = MAPPER.readTree(raw.getBytes());
            if (document.path("v").asInt() != VERSION) {
                throw new UnreadableException("v: expected " + VERSION);
            }
            return List.of(reader.event(document));
        } catch (IOException e) {
            throw new UnreadableException("document: expected JSON");
        }
    }

    private Arrival arrival(ObjectNode document, ArrayNode content, OnOtherContent onOther) {
        Buffer raw = Buffer.buffer(bytes(document));
        return new Arrival(reader.event(document), raw, sha256(content), onOther);
    }

    private static ObjectNode document(String kind, IdentityKey party, String vid, Instant at) {
        ObjectNode document = JSON.objectNode().put("v", VERSION).put("kind", kind);
        document.set("party", identity(party));
        return document.put("vid", vid)
                .put("at", at.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static ObjectNode identity(IdentityKey key) {
        return JSON.objectNode()
                .put("kind", key.kind())
                .put("scope", key.scope())
                .put("value", key.value());
    }

    private static Buffer sha256(JsonNode content) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(bytes(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree has a JSON form", e);
        }
    }
}
