package tributary.gateway.ticket;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
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

    JsonObject row(int n, Instant at) {
        UUID actorId = actor.id();
        return new JsonObject()
                .put("n", n)
                .put("ticket_id", ticket.id().toString())
                .put("seq", seq)
                .put("party_id", party.id().toString())
                .put("party_seq", partySeq)
                .put("kind", kind)
                .put("actor_kind", actor.kind())
                .put("actor_id", actorId == null ? null : actorId.toString())
                .put("cause", cause)
                .put("data", data)
                .put("at", at.toString());
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
                message == null ? null : message.message(),
                aboutTicket ? ticket.ticket() : null);
    }
}
