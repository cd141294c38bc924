package tributary.gateway;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tributary.connector.Arrival;
import tributary.connector.Arrival.OnOtherContent;
import tributary.conversation.Author;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.ConversationClosed;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.IdentityProven;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.ConversationEvent.MessageSeen;
import tributary.conversation.ConversationEvent.ProfileGiven;
import tributary.conversation.EventJson;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;

/** Conversation events as a chat connector would give them, each with an external id of its own. */
public final class Events {

    public static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");

    private Events() {}

    public static IdentityKey identity(String visitor) {
        return new IdentityKey("visitor", "web", visitor);
    }

    public static IdentityKey user(String user) {
        return new IdentityKey("user", "web", user);
    }

    public static PartyKey party(String visitor) {
        return new PartyKey("web", identity(visitor));
    }

    public static PartyKey userParty(String user) {
        return new PartyKey("web", user(user));
    }

    public static MessageReceived message(String visitor, String text) {
        return message(party(visitor), "m-" + TestNode.IDS.get(), text);
    }

    public static MessageReceived message(PartyKey party, String externalId, String text) {
        return new MessageReceived(
                party, externalId, externalId, Author.contact("", null), text, List.of(), null, null, AT);
    }

    public static DeliveryReported reported(String visitor, UUID message, String state) {
        return new DeliveryReported(party(visitor), "d-" + TestNode.IDS.get(), message, state, null, AT);
    }

    public static MessageSeen seen(String visitor, UUID upTo) {
        return new MessageSeen(party(visitor), "s-" + TestNode.IDS.get(), upTo, AT);
    }

    public static ProfileGiven profile(String visitor, Map<String, String> facts) {
        return new ProfileGiven(party(visitor), "p-" + TestNode.IDS.get(), facts, AT);
    }

    public static IdentityProven proven(String visitor, String user, Map<String, String> facts) {
        return new IdentityProven(party(visitor), "i-" + TestNode.IDS.get(), user(user), facts, AT);
    }

    public static ConversationClosed closed(String visitor) {
        return new ConversationClosed(party(visitor), "c-" + TestNode.IDS.get(), AT);
    }

    /** Keeps other content under the same id. */
    public static Arrival arrival(ConversationEvent event) {
        return arrival(event, OnOtherContent.KEEP);
    }

    public static Arrival arrival(ConversationEvent event, OnOtherContent onOtherContent) {
        String json = EventJson.write(event);
        return new Arrival(event, Buffer.buffer(json), sha256(json), onOtherContent);
    }

    private static Buffer sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Buffer.buffer(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
