package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Attachment;
import tributary.conversation.AwaitedFile;
import tributary.conversation.ReplyGrant;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.platform.postgres.Transaction;

/**
 * All that one transaction does to tickets of one inbox: changes are made in memory on locked rows, each with its entry for
 * the log, and written at the end as a few statements for all of them.
 *
 * <p>Order of use: {@link TicketLocks#lock}, changes, {@link #write}, commit, {@link #events}. Not safe for more than one
 * thread, and of no use after a rollback.
 */
public final class TicketBatch {

    private final Inbox inbox;
    private final Instant now;
    private final Supplier<UUID> ids;
    private final Map<UUID, TicketDraft> tickets = new LinkedHashMap<>();
    private final Map<UUID, PartyDraft> parties = new HashMap<>();
    private final List<LogEntry> log = new ArrayList<>();
    private final List<Written> messages = new ArrayList<>();
    private final List<TicketWrites.Delivered> deliveries = new ArrayList<>();
    private final List<TicketWrites.Link> links = new ArrayList<>();
    private final List<TicketWrites.Moved> moved = new ArrayList<>();
    private final List<TicketWrites.Key> keys = new ArrayList<>();
    private final List<TicketWrites.Participant> participants = new ArrayList<>();
    private final Map<UUID, JsonObject> takenBy = new HashMap<>();

    /** What can be said only once new tickets have their numbers. */
    private final List<Runnable> late = new ArrayList<>();

    private @Nullable Future<Long> appended;

    TicketBatch(Inbox inbox, Instant now, Supplier<UUID> ids) {
        this.inbox = inbox;
        this.now = now;
        this.ids = ids;
    }

    void add(PartyDraft party) {
        parties.put(party.id(), party);
    }

    void add(TicketDraft ticket) {
        tickets.put(ticket.id(), ticket);
    }

    public Instant now() {
        return now;
    }

    public PartyDraft party(UUID id) {
        PartyDraft party = parties.get(id);
        if (party == null) {
            throw new IllegalStateException("party: expected a locked one, found " + id);
        }
        return party;
    }

    public Optional<TicketDraft> ticket(UUID id) {
        return Optional.ofNullable(tickets.get(id));
    }

    public Optional<TicketDraft> numbered(long number) {
        return tickets.values().stream()
                .filter(ticket -> ticket.number == number)
                .findFirst();
    }

    /** The party's open ticket among the locked and new ones, or else its newest. */
    public Optional<TicketDraft> newestOf(PartyDraft party) {
        TicketDraft newest = null;
        for (TicketDraft ticket : tickets.values()) {
            if (ticket.party == party && (newest == null || !newest.status.isOpen())) {
                newest = ticket;
            }
        }
        return Optional.ofNullable(newest);
    }

    /** All locked and new tickets of a party. */
    public List<TicketDraft> ticketsOf(PartyDraft party) {
        return tickets.values().stream().filter(ticket -> ticket.party == party).toList();
    }

    /** Makes a new ticket. */
    public TicketDraft open(PartyDraft party, String contactName, String subject, Actor actor) {
        TicketDraft ticket =
                TicketDraft.create(ids.get(), inbox.name(), inbox.channel(), party, contactName, subject, now);
        add(ticket);
        log(ticket, TicketEvent.TICKET_CREATED, actor, null, new JsonObject(), true);
        return ticket;
    }

    /** Adds a message to a ticket; an outbound one also gets its place in the outbox. Notes stay hidden from the customer. */
    public Message post(TicketDraft ticket, NewMessage message, Actor actor) {
        String kind = message.note() ? TicketEvent.NOTE_CREATED : TicketEvent.MESSAGE_CREATED;
        JsonObject data = new JsonObject().put("message", message.id().toString());
        LogEntry entry = log(ticket, kind, actor, null, data, !message.note());
        Written written = new Written(ticket, message, entry.seq());
        messages.add(written);
        entry.message = written;
        ticket.messageCount++;
        ticket.updatedAt = now;
        if (!message.automaticAnswer()) {
            ticket.lastMessage = Ticket.LastMessage.of(written.message());
        }
        return written.message();
    }

    /** Changes the status; nothing happens if it is that already. */
    public void status(TicketDraft ticket, Status to, Actor actor, @Nullable String cause) {
        Status from = ticket.status;
        if (from == to) {
            return;
        }
        ticket.status = to;
        ticket.solvedAt = to == Status.SOLVED ? now : null;
        changed(ticket);
        JsonObject data = new JsonObject().put("from", from.word()).put("to", to.word());
        log(ticket, TicketEvent.STATUS_CHANGED, actor, cause, data.put("rev", ticket.rev), true);
    }

    /** @param name the new assignee's name, as the customer may see it */
    public void assign(TicketDraft ticket, @Nullable UUID to, @Nullable String name, Actor actor) {
        UUID from = ticket.assignee;
        if (Objects.equals(from, to)) {
            return;
        }
        ticket.assignee = to;
        changed(ticket);
        JsonObject data = new JsonObject()
                .put("from", from == null ? null : from.toString())
                .put("to", to == null ? null : to.toString())
                .put("toName", name)
                .put("rev", ticket.rev);
        log(ticket, TicketEvent.ASSIGNMENT_CHANGED, actor, null, data, true);
    }

    /** Changes priority, tags and subject at once, as one entry; the subject's words stay out of the log. */
    public void describe(
            TicketDraft ticket,
            Optional<Priority> priority,
            Optional<List<String>> tags,
            Optional<String> subject,
            Actor actor) {
        JsonObject changed = new JsonObject();
        priority.filter(value -> value != ticket.priority).ifPresent(value -> {
            ticket.priority = value;
            changed.put("priority", value.word());
        });
        tags.filter(value -> !value.equals(ticket.tags)).ifPresent(value -> {
            ticket.tags = List.copyOf(value);
            ticket.retagged = true;
            changed.put("tags", new JsonArray(value));
        });
        subject.filter(value -> !value.equals(ticket.subject)).ifPresent(value -> {
            ticket.subject = value;
            changed.put("subject", true);
        });
        if (!changed.isEmpty()) {
            changed(ticket);
            JsonObject data = new JsonObject().put("changed", changed).put("rev", ticket.rev);
            log(ticket, TicketEvent.TICKET_UPDATED, actor, null, data, false);
        }
    }

    /** Sets the state of an outbound message; the caller has checked that it is a step forward. */
    public void delivery(
            TicketDraft ticket,
            UUID message,
            String state,
            @Nullable String reason,
            @Nullable String providerId,
            Actor actor) {
        deliveries.add(new TicketWrites.Delivered(message, state, reason, providerId));
        JsonObject data = new JsonObject()
                .put("message", message.toString())
                .put("state", state)
                .put("reason", reason);
        log(ticket, TicketEvent.MESSAGE_DELIVERY, actor, null, data, false);
    }

    /** Changes whether a customer may be answered; their open ticket tells who shows it. */
    public void grant(PartyDraft party, ReplyGrant grant) {
        reply(party, ReplyWindows.granted(party.reply, grant, now));
    }

    /**
     * Takes a message that is about to be posted out of its customer's windows.
     *
     * @param sent how many messages of the provider it makes
     * @return false if that many may not be sent to this customer now
     */
    public boolean take(PartyDraft party, UUID message, int sent) {
        JsonObject before = party.reply;
        if (before == null) {
            return true;
        }
        Optional<ReplyWindows.Taken> taken = ReplyWindows.taken(before, now, sent);
        taken.ifPresent(found -> {
            reply(party, found.after());
            takenBy.put(message, found.taken());
        });
        return taken.isPresent();
    }

    /** Gives back what a message took that the provider did not take, see {@link #take}. */
    public void giveBack(PartyDraft party, JsonObject taken) {
        if (party.reply != null) {
            reply(party, ReplyWindows.returned(party.reply, taken));
        }
    }

    private void reply(PartyDraft party, @Nullable JsonObject reply) {
        if (Objects.equals(party.reply, reply)) {
            return;
        }
        party.reply = reply;
        party.changed = true;
        newestOf(party).filter(ticket -> !ticket.isNew()).ifPresent(ticket -> {
            JsonObject changed = new JsonObject().put("window", ReplyWindows.shown(reply));
            JsonObject data = new JsonObject().put("changed", changed).put("rev", ticket.rev);
            log(ticket, TicketEvent.TICKET_UPDATED, Actor.SYSTEM, "window", data, false);
        });
    }

    /** Tells that what a stored message carries has changed. */
    public void messageUpdated(TicketDraft ticket, Message message, Actor actor) {
        JsonObject data = new JsonObject().put("message", message.id().toString());
        log(ticket, TicketEvent.MESSAGE_UPDATED, actor, null, data, false).known = message;
    }

    /** Agents have read the customer's words up to this message. */
    public void readByAgent(TicketDraft ticket, UUID upTo, Actor actor) {
        ticket.party.readByAgent = upTo;
        JsonObject data = new JsonObject().put("message", upTo.toString());
        log(ticket, TicketEvent.READ_BY_AGENT, actor, null, data, true);
    }

    /** The customer has read our words up to this message. */
    public void readByContact(PartyDraft party, UUID upTo) {
        party.readByContact = upTo;
        party.changed = true;
    }

    /** Puts a stored message into another ticket of this batch, at its end. */
    public void move(UUID message, TicketDraft from, TicketDraft to, Actor actor) {
        JsonObject data = new JsonObject().put("message", message.toString());
        late.add(() -> data.put("from", from.number).put("to", to.number));
        log(from, TicketEvent.MESSAGE_MOVED, actor, null, data, false);
        LogEntry entry = log(to, TicketEvent.MESSAGE_MOVED, actor, null, data, false);
        moved.add(new TicketWrites.Moved(message, to.id(), entry.seq()));
        from.messageCount--;
        to.messageCount++;
        from.updatedAt = now;
        to.updatedAt = now;
    }

    /** After all messages of one ticket were moved to another: the newer of both last messages is the last. */
    public void inheritLast(TicketDraft from, TicketDraft to) {
        Ticket.LastMessage moved = from.lastMessage;
        Ticket.LastMessage own = to.lastMessage;
        to.lastMessage = own == null || (moved != null && moved.at().isAfter(own.at())) ? moved : own;
        from.lastMessage = null;
    }

    /** Says that one ticket's thread went on in another. */
    public void merged(TicketDraft from, TicketDraft to, Actor actor) {
        link(from, to, "merged");
        JsonObject data = new JsonObject();
        late.add(() -> data.put("from", from.number).put("to", to.number));
        log(from, TicketEvent.TICKETS_MERGED, actor, null, data, false);
    }

    /** Gives a ticket to another party of the same customer. */
    public void transfer(TicketDraft ticket, PartyDraft to, String contactName) {
        ticket.party = to;
        ticket.contactId = to.contactId();
        ticket.contactName = contactName;
        changed(ticket);
    }

    /** Tells a party's stream that an anonymous conversation joined it. */
    public void identityMerged(TicketDraft ticket, Actor actor) {
        log(ticket, TicketEvent.IDENTITY_MERGED, actor, null, new JsonObject(), true);
    }

    public void link(TicketDraft from, TicketDraft to, String kind) {
        links.add(new TicketWrites.Link(from.id(), to.id(), kind));
    }

    /** From now on answers to this letter belong to the ticket. */
    public void key(TicketDraft ticket, String key) {
        keys.add(new TicketWrites.Key(key, ticket.id()));
    }

    /**
     * Somebody besides the ticket's customer takes part in it.
     *
     * @param proof why: {@code token}, a signed address
     */
    public void participant(TicketDraft ticket, UUID identity, String proof) {
        participants.add(new TicketWrites.Participant(ticket.id(), identity, proof));
    }

    /** Adds all statements to the transaction's final burst. Nothing may be changed after that. */
    public Future<Void> write(Transaction transaction) {
        List<TicketDraft> fresh =
                tickets.values().stream().filter(TicketDraft::isNew).toList();
        Future<?> numbered = fresh.isEmpty() ? Future.succeededFuture() : number(transaction, fresh);
        return numbered.compose(done -> {
            addStatements(transaction, fresh);
            return Future.succeededFuture();
        });
    }

    private static Future<?> number(Transaction transaction, List<TicketDraft> fresh) {
        return TicketWrites.numbers(transaction, fresh.size()).map(rows -> {
            int i = 0;
            for (Row row : rows) {
                fresh.get(i++).number = row.getLong("number");
            }
            return rows;
        });
    }

    private void addStatements(Transaction transaction, List<TicketDraft> fresh) {
        late.forEach(Runnable::run);
        TicketWrites.addTickets(transaction, inbox, fresh);
        List<TicketDraft> changed = log.stream()
                .map(LogEntry::ticket)
                .filter(ticket -> !ticket.isNew())
                .distinct()
                .toList();
        TicketWrites.changeTickets(transaction, changed);
        addMessages(transaction);
        TicketWrites.moveMessages(transaction, moved);
        TicketWrites.changeOutbox(transaction, now, deliveries);
        TicketWrites.addLinks(transaction, links);
        TicketWrites.addKeys(transaction, inbox, keys);
        TicketWrites.addParticipants(transaction, participants);
        TicketWrites.changeParties(
                transaction,
                parties.values().stream().filter(party -> party.changed).toList());
        if (!log.isEmpty()) {
            appended = TicketWrites.append(transaction, inbox, now, log);
        }
    }

    private void addMessages(Transaction transaction) {
        List<TicketWrites.Used> attachments = new ArrayList<>();
        List<AwaitedFile> awaited = new ArrayList<>();
        List<TicketWrites.Outgoing> outbox = new ArrayList<>();
        for (Written written : messages) {
            NewMessage message = written.draft();
            List<Attachment> files = message.files();
            for (int i = 0; i < files.size(); i++) {
                attachments.add(new TicketWrites.Used(files.get(i).id(), message.id(), i));
            }
            awaited.addAll(message.awaited());
            message.original()
                    .ifPresent(id ->
                            attachments.add(new TicketWrites.Used(id, message.id(), LetterJson.ORIGINAL_ORDINAL)));
            if (message.outbound()) {
                outbox.add(new TicketWrites.Outgoing(
                        ids.get(), message.id(), written.ticket().id(), takenBy.get(message.id())));
            }
        }
        TicketWrites.addMessages(transaction, messages);
        TicketWrites.awaitFiles(transaction, inbox, awaited);
        TicketWrites.useAttachments(transaction, attachments);
        TicketWrites.addOutbox(transaction, inbox, now, outbox);
    }

    /** What the log says now, in order. Only after the commit. */
    public List<TicketEvent> events() {
        if (appended == null) {
            return List.of();
        }
        long position = appended.result();
        List<TicketEvent> events = new ArrayList<>();
        for (LogEntry entry : log) {
            events.add(entry.event(inbox.name(), ++position, now));
        }
        return events;
    }

    private void changed(TicketDraft ticket) {
        ticket.rev++;
        ticket.updatedAt = now;
    }

    private LogEntry log(
            TicketDraft ticket, String kind, Actor actor, @Nullable String cause, JsonObject data, boolean visible) {
        Long partySeq = visible ? (Long) ticket.party.next() : null;
        LogEntry entry = new LogEntry(ticket, ticket.party, ++ticket.seq, partySeq, kind, actor, cause, data);
        log.add(entry);
        return entry;
    }

    /** A message that this batch writes, and where. */
    record Written(TicketDraft ticket, NewMessage draft, long seq) {
        Message message() {
            return draft.in(ticket, seq);
        }
    }
}
