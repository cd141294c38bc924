package tributary.connector.livechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.connector.UnreadableException;
import tributary.connector.livechat.rule.TextRule;
import tributary.conversation.Attachment;
import tributary.conversation.Author;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.ConversationClosed;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.IdentityProven;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.ConversationEvent.MessageSeen;
import tributary.conversation.ConversationEvent.ProfileGiven;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;

/** Makes the event out of a recorded document. Fails with {@link UnreadableException}, never otherwise. */
record RecordReader(String inbox) {

    ConversationEvent event(JsonNode document) {
        try {
            return read(document);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnreadableException("document: expected ids, times and identities, found something else");
        }
    }

    /** The text as agents see it. */
    String text(JsonNode document) {
        return TextRule.clean(document.path("frame").path("text").asText(""));
    }

    private ConversationEvent read(JsonNode document) {
        PartyKey party = new PartyKey(inbox, identity(document.path("party")));
        Instant at = Instant.parse(text(document, "at"));
        String vid = text(document, "vid");
        JsonNode frame = document.path("frame");
        return switch (text(document, "kind")) {
            case "message-received" -> message(party, vid, document, at);
            case "delivery-reported" -> {
                UUID message = UUID.fromString(text(frame, "mid"));
                yield new DeliveryReported(party, "delivered/" + message, message, "delivered", null, at);
            }
            case "message-seen" -> {
                UUID upTo = UUID.fromString(text(frame, "upto"));
                yield new MessageSeen(party, "seen/" + vid + "/" + upTo, upTo, at);
            }
            case "identity-proven" ->
                new IdentityProven(
                        party,
                        "ident/" + vid + "/" + text(document, "proof"),
                        identity(document.path("proven")),
                        texts(document.path("facts")),
                        at);
            case "profile-given" ->
                new ProfileGiven(party, "form/" + vid + "/" + text(frame, "cid"), texts(frame.path("values")), at);
            case "conversation-closed" ->
                new ConversationClosed(
                        party, "close/" + vid + "/" + frame.path("seq").asLong(), at);
            default -> throw new UnreadableException("kind: expected a kind of live chat");
        };
    }

    private MessageReceived message(PartyKey party, String vid, JsonNode document, Instant at) {
        JsonNode frame = document.path("frame");
        String cid = text(frame, "cid");
        return new MessageReceived(
                party,
                VisitorRecord.messageId(vid, cid),
                cid,
                Author.contact(document.path("name").asText(""), null),
                text(document),
                attachments(document.path("attachments")),
                messageId(frame.path("replyTo").asText("")),
                null,
                at);
    }

    private static List<Attachment> attachments(JsonNode array) {
        List<Attachment> files = new ArrayList<>(array.size());
        for (JsonNode file : array) {
            UUID id = UUID.fromString(text(file, "id"));
            files.add(new Attachment(
                    id,
                    text(file, "name"),
                    text(file, "type"),
                    file.path("bytes").asLong()));
        }
        return files;
    }

    /** What is no id of ours names no message: the answer is kept, the reference is not. */
    private static @Nullable UUID messageId(String text) {
        try {
            return text.isEmpty() ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static IdentityKey identity(JsonNode node) {
        return new IdentityKey(text(node, "kind"), text(node, "scope"), text(node, "value"));
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
        }
        return texts;
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new UnreadableException(name + ": expected a text");
        }
        return value.textValue();
    }
}
