package tributary.gateway.ticket;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Recipient;

/** What an agent wants done. Every command names the agent and which inboxes they may see. */
public sealed interface TicketCommand {

    Actor actor();

    /** Whether the actor may see this inbox; otherwise the ticket does not exist for them. */
    Predicate<String> inboxes();

    /**
     * Write a reply or a note.
     *
     * @param note true for a note, which the customer never sees
     * @param attachments ids of stored attachments of this agent
     * @param lastSeen the newest ticket seq the agent had before their eyes
     * @param force write although somebody wrote meanwhile
     * @param addressing to whom, on a channel of letters; empty: to whom the customer wants answers
     */
    record Post(
            Actor actor,
            Predicate<String> inboxes,
            long number,
            boolean note,
            String text,
            @Nullable String html,
            List<UUID> attachments,
            Optional<Long> lastSeen,
            boolean force,
            Optional<Addressing> addressing)
            implements TicketCommand {
        public Post {
            attachments = List.copyOf(attachments);
        }
    }

    /** Who gets a letter; {@code to} is never empty. */
    record Addressing(List<Recipient> to, List<Recipient> cc, List<Recipient> bcc) {
        public Addressing {
            to = List.copyOf(to);
            cc = List.copyOf(cc);
            bcc = List.copyOf(bcc);
        }
    }

    /**
     * Change fields. What is empty stays as it is.
     *
     * @param assignee an agent's id; an empty inner value takes the ticket from everybody
     * @param ifRev the rev the agent knows; another one refuses the command
     */
    record Update(
            Actor actor,
            Predicate<String> inboxes,
            long number,
            Optional<Status> status,
            Optional<Priority> priority,
            Optional<Optional<UUID>> assignee,
            Optional<List<String>> tags,
            Optional<String> subject,
            Optional<Long> ifRev)
            implements TicketCommand {}

    /** The agent has read the ticket up to this seq. */
    record Read(Actor actor, Predicate<String> inboxes, long number, long seq) implements TicketCommand {}

    /** Move a message to another ticket of the same inbox, or to a new one. */
    record Move(Actor actor, Predicate<String> inboxes, UUID message, Optional<Long> to) implements TicketCommand {}

    /** Take the newest move of a message back. */
    record UndoMove(Actor actor, Predicate<String> inboxes, UUID message) implements TicketCommand {}

    /** Say what became of a message whose delivery is unknown. */
    record ResolveDelivery(Actor actor, Predicate<String> inboxes, UUID message, Resolution resolution)
            implements TicketCommand {}

    /** What a person decides about an unknown delivery. */
    enum Resolution {
        RESEND,
        SENT,
        DISCARD
    }
}
