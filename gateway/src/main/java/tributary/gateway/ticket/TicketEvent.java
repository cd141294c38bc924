package tributary.gateway.ticket;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.PartyKey;

/**
 * One entry of the ticket log, with what a reader needs to show it.
 *
 * @param inbox the inbox's name
 * @param position place in the inbox's stream, gapless from 1
 * @param number the ticket's number
 * @param seq place in the ticket, gapless from 1
 * @param party whose customer stream this may belong to
 * @param partySeq place in the customer's own stream, or null if the customer may not see it
 * @param kind kebab-case or dotted word, for example {@code message.created}
 * @param data ids and changed fields only, as stored
 * @param cause what led to it (a rule, a command), for loops and audit
 * @param message the message that {@code message.created} and {@code note.created} speak of, as it is now
 * @param ticket the ticket that {@code ticket.created} and {@code ticket.updated} speak of, as it is now
 */
public record TicketEvent(
        String inbox,
        long position,
        UUID ticketId,
        long number,
        long seq,
        PartyKey party,
        @Nullable Long partySeq,
        String kind,
        int version,
        Actor actor,
        @Nullable String cause,
        JsonObject data,
        Instant at,
        @Nullable Message message,
        @Nullable Ticket ticket) {

    public static final int VERSION = 1;

    public static final String TICKET_CREATED = "ticket.created";
    public static final String TICKET_UPDATED = "ticket.updated";
    public static final String MESSAGE_CREATED = "message.created";
    /** What a message carries has changed: an awaited file is here, or will not come. */
    public static final String MESSAGE_UPDATED = "message.updated";

    public static final String MESSAGE_MOVED = "message.moved";
    public static final String MESSAGE_DELIVERY = "message.delivery";
    public static final String ASSIGNMENT_CHANGED = "assignment.changed";
    public static final String STATUS_CHANGED = "status.changed";
    public static final String NOTE_CREATED = "note.created";
    public static final String TICKETS_MERGED = "tickets.merged";

    /** Agents have read what the customer wrote; the customer sees it, agents' streams skip it. */
    public static final String READ_BY_AGENT = "message.read";

    /** The customer has proved who they are; the party's stream goes on under the proven identity. */
    public static final String IDENTITY_MERGED = "identity.merged";
}
