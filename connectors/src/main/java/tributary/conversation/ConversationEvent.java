package tributary.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One normalised thing that came in. It is durable: being in the journal is what "received" means. */
public sealed interface ConversationEvent {

    /** Whose stream this belongs to. Events of one party are processed strictly in order. */
    PartyKey party();

    /** The provider's id of this event; with the inbox it is the key of de-duplication. Never empty. */
    String externalId();

    /** When it happened, by the clock of whoever reported it, cut to milliseconds. */
    Instant at();

    /** The kebab-case word under which journal and bus keep this kind of event. */
    default String kind() {
        return match(
                m -> "message-received",
                d -> "delivery-reported",
                s -> "message-seen",
                i -> "identity-proven",
                p -> "profile-given",
                c -> "conversation-closed");
    }

    /** Handles every kind at once; a new kind does not compile until all places handle it. */
    default <T> T match(
            Function<MessageReceived, T> message,
            Function<DeliveryReported, T> delivery,
            Function<MessageSeen, T> seen,
            Function<IdentityProven, T> identity,
            Function<ProfileGiven, T> profile,
            Function<ConversationClosed, T> closed) {
        if (this instanceof MessageReceived m) {
            return message.apply(m);
        } else if (this instanceof DeliveryReported d) {
            return delivery.apply(d);
        } else if (this instanceof MessageSeen s) {
            return seen.apply(s);
        } else if (this instanceof IdentityProven i) {
            return identity.apply(i);
        } else if (this instanceof ProfileGiven p) {
            return profile.apply(p);
        } else {
            return closed.apply((ConversationClosed) this);
        }
    }

    /**
     * A customer wrote.
     *
     * @param clientId the id the customer's own program gave the message, where it has one
     * @param text the whole text; never null, empty only beside an attachment
     * @param replyTo the message this one answers, as the customer's program says
     * @param letter what else it carries on a channel of letters; null on others
     */
    record MessageReceived(
            PartyKey party,
            String externalId,
            @Nullable String clientId,
            Author author,
            String text,
            List<Attachment> attachments,
            @Nullable UUID replyTo,
            @Nullable Letter letter,
            Instant at)
            implements ConversationEvent {
        public MessageReceived {
            attachments = List.copyOf(attachments);
        }

        /** The same message after others said how far its author is who they say. */
        public MessageReceived believed(Trust trust) {
            return letter == null
                    ? this
                    : new MessageReceived(
                            party, externalId, clientId, author, text, attachments, replyTo, letter.with(trust), at);
        }

        /** The same message after a person decided that it may be processed. */
        public MessageReceived accepted() {
            return letter == null
                    ? this
                    : new MessageReceived(
                            party, externalId, clientId, author, text, attachments, replyTo, letter.withoutDoubt(), at);
        }
    }

    /**
     * A provider says what became of a message of ours.
     *
     * @param message our message
     * @param state what is reported: {@code delivered}, {@code read} or {@code failed}
     * @param reason the provider's words for a failure
     */
    record DeliveryReported(
            PartyKey party,
            String externalId,
            UUID message,
            String state,
            @Nullable String reason,
            Instant at) implements ConversationEvent {}

    /**
     * The customer has read everything up to a message.
     *
     * @param upTo the newest message read; older ones count as read too
     */
    record MessageSeen(PartyKey party, String externalId, UUID upTo, Instant at) implements ConversationEvent {}

    /**
     * A customer known so far by {@code party} has proved to be somebody: the proven identity's contact takes over.
     *
     * @param proven the identity that was proved
     * @param facts signed facts about the person, such as {@code name}, {@code email}, {@code phone}
     */
    record IdentityProven(PartyKey party, String externalId, IdentityKey proven, Map<String, String> facts, Instant at)
            implements ConversationEvent {
        public IdentityProven {
            facts = Map.copyOf(facts);
        }
    }

    /**
     * The customer said something about themselves, unproved: a pre-chat form, for instance.
     *
     * @param facts field to value as typed
     */
    record ProfileGiven(PartyKey party, String externalId, Map<String, String> facts, Instant at)
            implements ConversationEvent {
        public ProfileGiven {
            facts = Map.copyOf(facts);
        }
    }

    /** The customer ended the conversation. */
    record ConversationClosed(PartyKey party, String externalId, Instant at) implements ConversationEvent {}
}
