package tributary.gateway.ticket;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ticket while one transaction works on it: the locked row, or a new one. Mutable, and seen by that transaction only;
 * changes are made by {@link TicketBatch}, which logs them.
 */
public final class TicketDraft {

    private final UUID id;
    private final boolean isNew;
    private final String inbox;
    private final String channel;
    private final Instant createdAt;
    long number;
    PartyDraft party;
    UUID contactId;
    String contactName;
    String subject;
    Status status;
    Priority priority;

    @Nullable
    UUID assignee;

    List<String> tags;
    boolean retagged;
    JsonObject fields;
    long seq;
    long rev;
    int messageCount;
    Ticket.@Nullable LastMessage lastMessage;
    Instant updatedAt;

    @Nullable
    Instant solvedAt;

    /** A locked row. */
    TicketDraft(Ticket ticket, PartyDraft party) {
        this(ticket, party, false);
    }

    private TicketDraft(Ticket ticket, PartyDraft party, boolean isNew) {
        this.id = ticket.id();
        this.isNew = isNew;
        this.inbox = ticket.inbox();
        this.channel = ticket.channel();
        this.createdAt = ticket.createdAt();
        this.number = ticket.number();
        this.party = party;
        this.contactId = ticket.contactId();
        this.contactName = ticket.contactName();
        this.subject = ticket.subject();
        this.status = ticket.status();
        this.priority = ticket.priority();
        this.assignee = ticket.assignee();
        this.tags = ticket.tags();
        this.fields = ticket.fields();
        this.seq = ticket.seq();
        this.rev = ticket.rev();
        this.messageCount = ticket.messageCount();
        this.lastMessage = ticket.lastMessage();
        this.updatedAt = ticket.updatedAt();
        this.solvedAt = ticket.solvedAt();
    }

    /** A ticket that does not exist yet; its number is given at the end of the transaction. */
    static TicketDraft create(
            UUID id, String inbox, String channel, PartyDraft party, String contactName, String subject, Instant now) {
        Ticket ticket = new Ticket(
                id,
                0,
                inbox,
                channel,
                party.id(),
                party.contactId(),
                contactName,
                subject,
                Status.NEW,
                Priority.NORMAL,
                null,
                List.of(),
                new JsonObject(),
                0,
                1,
                0,
                null,
                party.reply,
                now,
                now,
                null);
        return new TicketDraft(ticket, party, true);
    }

    public UUID id() {
        return id;
    }

    public boolean isNew() {
        return isNew;
    }

    /** 0 until the end of the transaction for a new ticket. */
    public long number() {
        return number;
    }

    String inbox() {
        return inbox;
    }

    Instant createdAt() {
        return createdAt;
    }

    public PartyDraft party() {
        return party;
    }

    public String subject() {
        return subject;
    }

    public Status status() {
        return status;
    }

    public @Nullable Instant solvedAt() {
        return solvedAt;
    }

    /** The ticket as it stands in this transaction. */
    Ticket ticket() {
        return new Ticket(
                id,
                number,
                inbox,
                channel,
                party.id(),
                contactId,
                contactName,
                subject,
                status,
                priority,
                assignee,
                tags,
                fields,
                seq,
                rev,
                messageCount,
                lastMessage,
                party.reply,
                createdAt,
                updatedAt,
                solvedAt);
    }
}
