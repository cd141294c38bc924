package tributary.gateway.ticket;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An entry of the ticket log before it has its position. */
final class LogEntry {

    private final TicketDraft ticket;
    private final PartyDraft party;
    private final long seq;
    private final @Nullable Long partySeq;
    private final String kind;
    private final Actor actor;
    private final @Nullable String cause;
    private final JsonObject data;
    TicketBatch.@Nullable Written message;

    /** The message of an entry that is about an older one. */
    @Nullable
    Message known;

    LogEntry(
            TicketDraft ticket,
            PartyDraft party,
            long seq,
            @Nullable Long partySeq,
            String kind,
            Actor actor,
            @Nullable String cause,
            JsonObject data) {
        this.ticket = ticket;
        this.party = party;
        this.seq = seq;
        this.partySeq = partySeq;
        this.kind = kind;
        this.actor = actor;
        this.cause = cause;
        this.data = data;
    }

    TicketDraft ticket() {
        return ticket;
    }

    long seq() {
        return seq;
    }

    PartyDraft party() {
        return party;
    }

    @Nullable
    Long partySeq() {
        return partySeq;
    }

    String kind() {
        return kind;
    }

    Actor actor() {
        return actor;
    }

    @Nullable
    String cause() {
        return cause;
    }

    JsonObject data() {
        return data;
    }

    TicketEvent event(String inbox, long position, Instant at) {
        boolean aboutTicket = kind.equals(TicketEvent.TICKET_CREATED) || kind.equals(TicketEvent.TICKET_UPDATED);
        return new TicketEvent(
                inbox,
                position,
                ticket.id(),
                ticket.number(),
                seq,
                party.key(),
                partySeq,
                kind,
                TicketEvent.VERSION,
                actor,
                cause,
                data,
                at,
                message == null ? known : message.message(),
                aboutTicket ? ticket.ticket() : null);
    }
}
