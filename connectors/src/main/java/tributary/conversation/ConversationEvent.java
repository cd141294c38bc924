package tributary.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                c -> "conversation-closed",
                a -> "action-taken",
                f -> "file-settled",
                t -> "message-part-received");
    }

    /** What this changes about whether the customer may be answered; null if nothing. */
    default @Nullable ReplyGrant grant() {
        return null;
    }

    /** The address that this event says must not be written to; empty for most. */
    default Optional<Unreachable> suppressed() {
        if (this instanceof DeliveryReported report) {
            return Optional.ofNullable(report.unreachable());
        }
        return this instanceof MessageReceived message && message.letter() != null
                ? Optional.ofNullable(message.letter().unreachable())
                : Optional.empty();
    }

    /** Handles every kind at once; a new kind does not compile until all places handle it. */
    default <T> T match(
            Function<MessageReceived, T> message,
            Function<DeliveryReported, T> delivery,
            Function<MessageSeen, T> seen,
            Function<IdentityProven, T> identity,
            Function<ProfileGiven, T> profile,
            Function<ConversationClosed, T> closed,
            Function<ActionTaken, T> action,
            Function<FileSettled, T> file,
            Function<MessagePartReceived, T> part) {
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
        } else if (this instanceof ConversationClosed c) {
            return closed.apply(c);
        } else if (this instanceof ActionTaken a) {
            return action.apply(a);
        } else if (this instanceof FileSettled f) {
            return file.apply(f);
        } else {
            return part.apply((MessagePartReceived) this);
        }
    }

    /**
     * Somebody wrote: the customer, or, with an author of kind {@code agent}, one of us in the provider's own client. What one
     * of us wrote has been sent already.
     *
     * @param clientId the id the customer's own program gave the message, where it has one
     * @param text the whole text; never null, empty only beside an attachment, an awaited file or a card
     * @param attachments files that are here already
     * @param replyTo the message it answers, where the channel has that
     * @param letter what else it carries on a channel of letters; null on others
     * @param card what it carries besides text, or null
     * @param awaited files the connector will bring later, each ended by a {@link FileSettled}
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
            Instant at,
            @Nullable Card card,
            List<AwaitedFile> awaited,
            @Nullable ReplyGrant grant)
            implements ConversationEvent {

        /** @param awaited null in what was written before there were awaited files */
        public MessageReceived {
            attachments = List.copyOf(attachments);
            awaited = awaited == null ? List.of() : List.copyOf(awaited);
        }

        /** Without a card, awaited files or a grant. */
        public MessageReceived(
                PartyKey party,
                String externalId,
                @Nullable String clientId,
                Author author,
                String text,
                List<Attachment> attachments,
                @Nullable UUID replyTo,
                @Nullable Letter letter,
                Instant at) {
            this(party, externalId, clientId, author, text, attachments, replyTo, letter, at, null, List.of(), null);
        }

        /** Whether one of us wrote it, in the provider's own client. */
        public boolean ours() {
            return author.kind().equals("agent");
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
                            party,
                            externalId,
                            clientId,
                            author,
                            text,
                            attachments,
                            replyTo,
                            letter.withoutDoubt(),
                            at,
                            card,
                            awaited,
                            grant);
        }

        /** Whether it passes on a letter of somebody else, and could count as theirs. */
        public boolean forwards() {
            return letter != null
                    && letter.forwarded() != null
                    && !letter.inert()
                    && !letter.trust().failed();
        }

        /** The same message as one of the author whose letter it passes on; itself if it {@link #forwards} none. */
        public MessageReceived onBehalf() {
            Forwarded passedOn = letter == null ? null : letter.forwarded();
            if (letter == null || passedOn == null) {
                return this;
            }
            Recipient forwarder = new Recipient(author.name(), party.identity().value());
            Recipient writer = passedOn.author();
            IdentityKey identity =
                    new IdentityKey(party.identity().kind(), party.identity().scope(), writer.address());
            return new MessageReceived(
                    new PartyKey(party.inbox(), identity),
                    externalId,
                    clientId,
                    Author.contact(writer.name(), writer.address()),
                    text,
                    attachments,
                    replyTo,
                    letter.of(passedOn, forwarder),
                    at,
                    card,
                    awaited,
                    grant);
        }
    }

    /**
     * A provider says what became of a message of ours, named by our id or by the provider's. A report by the provider's id may
     * come before we know that id: it waits for it. States move forward only, whatever the order of the reports.
     *
     * @param message our message, or null
     * @param providerId the id under which the provider took the message, or null
     * @param state what is reported: {@code sent}, {@code delivered}, {@code read} or {@code failed}
     * @param reason the provider's words for a failure
     * @param unreachable the address that must not be written to again; null if nothing is said about that
     */
    record DeliveryReported(
            PartyKey party,
            String externalId,
            @Nullable UUID message,
            String state,
            @Nullable String reason,
            Instant at,
            @Nullable String providerId,
            @Nullable ReplyGrant grant,
            @Nullable Unreachable unreachable)
            implements ConversationEvent {

        public DeliveryReported {
            if (message == null && providerId == null) {
                throw new IllegalArgumentException(
                        "delivery report: expected a message or a provider's id, found none");
            }
        }

        /** By our id. */
        public DeliveryReported(
                PartyKey party, String externalId, UUID message, String state, @Nullable String reason, Instant at) {
            this(party, externalId, message, state, reason, at, null, null, null);
        }

        /** By the provider's id. */
        public static DeliveryReported of(
                PartyKey party,
                String externalId,
                String providerId,
                String state,
                @Nullable String reason,
                Instant at) {
            return new DeliveryReported(party, externalId, null, state, reason, at, providerId, null, null);
        }
    }

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

    /**
     * The customer did something that asks for no answer by itself: followed, scanned a code, pressed a menu, left. It shows in
     * the thread of an open ticket and opens none.
     *
     * @param card what they did
     * @param facts what it says about the person, field to value; kept on the contact as claimed
     */
    record ActionTaken(
            PartyKey party,
            String externalId,
            Card card,
            Map<String, String> facts,
            Instant at,
            @Nullable ReplyGrant grant)
            implements ConversationEvent {
        public ActionTaken {
            facts = Map.copyOf(facts);
        }
    }

    /**
     * An awaited file is here, or will not come.
     *
     * @param file the {@link AwaitedFile}'s id
     * @param problem why it will not come, a kebab-case word; null if it is stored
     */
    record FileSettled(
            PartyKey party,
            String externalId,
            UUID file,
            @Nullable String problem,
            Instant at) implements ConversationEvent {}

    /**
     * A customer wrote something that travels in parts, and this is one of them. All parts with the same party and assembly
     * become one message.
     *
     * @param assembly what the parts have in common; it may be used again for a later message
     * @param number which part, from 1
     * @param total how many there are
     * @param codeUnits the part's text as UTF-16BE in hexadecimal, because a character may be cut between two parts
     */
    record MessagePartReceived(
            PartyKey party, String externalId, String assembly, int number, int total, String codeUnits, Instant at)
            implements ConversationEvent {
        public MessagePartReceived {
            if (total < 2 || number < 1 || number > total) {
                throw new IllegalArgumentException("part: expected a number of 1 to " + total + ", found " + number);
            }
        }
    }
}
