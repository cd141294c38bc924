package tributary.conversation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** The one JSON form of conversation events. Unknown members are ignored, so that an older node reads a newer one. */
public final class EventJson {

    /** The version written with each event; a reader handles all versions up to its own. */
    public static final int VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(ConversationEvent.class, Kinds.class)
            .build();

    private EventJson() {}

    public static String write(ConversationEvent event) {
        try {
            return MAPPER.writerFor(ConversationEvent.class).writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("conversation event " + event.kind() + " has no JSON form", e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the text is no conversation event; the message never quotes it
     */
    public static ConversationEvent read(String json) {
        try {
            return MAPPER.readValue(json, ConversationEvent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected a conversation event as JSON, found something else");
        }
    }

    /** The JSON form of what was found out about an author. */
    public static String write(Trust trust) {
        try {
            return MAPPER.writeValueAsString(trust);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("trust has no JSON form", e);
        }
    }

    /** Reads what {@link #write(Trust)} wrote. */
    public static Trust trust(String json) {
        try {
            return MAPPER.readValue(json, Trust.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected trust as JSON, found something else");
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ConversationEvent.MessageReceived.class, name = "message-received"),
        @JsonSubTypes.Type(value = ConversationEvent.DeliveryReported.class, name = "delivery-reported"),
        @JsonSubTypes.Type(value = ConversationEvent.MessageSeen.class, name = "message-seen"),
        @JsonSubTypes.Type(value = ConversationEvent.IdentityProven.class, name = "identity-proven"),
        @JsonSubTypes.Type(value = ConversationEvent.ProfileGiven.class, name = "profile-given"),
        @JsonSubTypes.Type(value = ConversationEvent.ConversationClosed.class, name = "conversation-closed"),
        @JsonSubTypes.Type(value = ConversationEvent.ActionTaken.class, name = "action-taken"),
        @JsonSubTypes.Type(value = ConversationEvent.FileSettled.class, name = "file-settled"),
        @JsonSubTypes.Type(value = ConversationEvent.MessagePartReceived.class, name = "message-part-received")
    })
    private interface Kinds {}
}
