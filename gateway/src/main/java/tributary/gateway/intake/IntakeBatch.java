package tributary.gateway.intake;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Author;
import tributary.conversation.Card;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.ActionTaken;
import tributary.conversation.ConversationEvent.ConversationClosed;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.ConversationEvent.MessageSeen;
import tributary.conversation.IdentityKey;
import tributary.conversation.Letter;
import tributary.conversation.ReplyGrant;
import tributary.gateway.contact.Party;
import tributary.gateway.journal.PendingEntry;
import tributary.gateway.threading.SessionRule;
import tributary.gateway.threading.ThreadDecision;
import tributary.gateway.ticket.Actor;
import tributary.gateway.ticket.DeliveryRule;
import tributary.gateway.ticket.DeliveryTable.Delivery;
import tributary.gateway.ticket.DeliveryTable.Mark;
import tributary.gateway.ticket.LetterJson;
import tributary.gateway.ticket.Message;
import tributary.gateway.ticket.NewMessage;
import tributary.gateway.ticket.PartyDraft;
import tributary.gateway.ticket.Status;
import tributary.gateway.ticket.TicketBatch;
import tributary.gateway.ticket.TicketDraft;

/** Applies conversation events to the locked rows of a batch, one after the other. No I/O. */
final class IntakeBatch {

    private static final int SUBJECT = 80;
    private final TicketBatch batch;
    private final Map<IdentityKey, Party> parties;
    private final SessionRule rule;
    private final Map<UUID, Delivery> deliveries = new HashMap<>();
    private final Map<UUID, Mark> marks;
    private final LetterThreads letters;
    private final List<AutomaticAnswers.Wanted> answers = new ArrayList<>();
    private final Map<String, UUID> byProviderId = new HashMap<>();

    /**
     * @param marks where the messages are that customers have read, now and before
     * @param letters finds the tickets of letters
     */
    IntakeBatch(
            TicketBatch batch,
            Map<IdentityKey, Party> parties,
            List<Delivery> deliveries,
            Map<UUID, Mark> marks,
            LetterThreads letters,
            Duration reopenWithin) {
        this.batch = batch;
        this.parties = parties;
        this.marks = marks;
        this.letters = letters;
        this.rule = new SessionRule(reopenWithin);
        deliveries.forEach(delivery -> this.deliveries.put(delivery.message(), delivery));
    }

    /** @param messages ours, by the id their provider gave */
    IntakeBatch knowing(Map<String, UUID> messages) {
        byProviderId.putAll(messages);
        return this;
    }

    void received(PendingEntry entry, MessageReceived event) {
        Party party = party(event.party().identity());
        PartyDraft draft = batch.party(party.id());
        Actor actor = event.ours() ? Actor.SYSTEM : Actor.contact(party.contactId(), name(event, party));
        grant(draft, event);
        Letter letter = event.letter();
        if (letter != null) {
            received(entry, event, letter, party, draft, actor);
            return;
        }
        Optional<TicketDraft> newest = batch.newestOf(draft);
        ThreadDecision decision = rule.decide(newest.map(IntakeBatch::candidate), batch.now());
        TicketDraft ticket = thread(decision, newest, draft, party, event, actor);
        batch.post(ticket, message(entry, event, party, threading(decision, newest, ticket)), actor);
    }

    private void received(
            PendingEntry entry, MessageReceived event, Letter letter, Party party, PartyDraft draft, Actor actor) {
        LetterThreads.Found found = letters.find(letter, draft);
        TicketDraft ticket = thread(found.decision(), letter, draft, party, event, actor);
        if (!letters.takesPart(ticket, draft)) {
            batch.participant(ticket, party.identityId(), "token");
        }
        letters.joined(ticket, letter, draft);
        if (letter.key() != null) {
            batch.key(ticket, letter.key());
        }
        batch.post(ticket, message(entry, event, party, found.threading()), actor);
        if (found.decision() instanceof ThreadDecision.New
                && AutomaticAnswers.allowed(letter, entry.at(), batch.now())) {
            answers.add(new AutomaticAnswers.Wanted(ticket, Objects.requireNonNull(letter.answer())));
        }
    }

    /** What may be said at once to who opened tickets. */
    List<AutomaticAnswers.Wanted> answers() {
        return answers;
    }

    private TicketDraft thread(
            ThreadDecision decision, Letter letter, PartyDraft party, Party known, MessageReceived event, Actor actor) {
        if (decision instanceof ThreadDecision.New fresh) {
            TicketDraft ticket = batch.open(party, known.contactName(), subject(event), actor);
            fresh.link()
                    .ifPresent(link -> batch.link(batch.ticket(link.ticket()).orElseThrow(), ticket, link.kind()));
            return ticket;
        }
        boolean reopened = decision instanceof ThreadDecision.Reopened;
        UUID place = decision instanceof ThreadDecision.Reopened solved
                ? solved.ticket()
                : ((ThreadDecision.Existing) decision).ticket();
        TicketDraft ticket = batch.ticket(place).orElseThrow();
        if (reopened || (!letter.inert() && waits(ticket))) {
            batch.status(ticket, Status.OPEN, actor, decision.rule());
        }
        return ticket;
    }

    private static boolean waits(TicketDraft ticket) {
        return ticket.status() == Status.PENDING || ticket.status() == Status.HOLD;
    }

    private TicketDraft thread(
            ThreadDecision decision,
            Optional<TicketDraft> newest,
            PartyDraft party,
            Party known,
            MessageReceived event,
            Actor actor) {
        if (decision instanceof ThreadDecision.New) {
            TicketDraft ticket = batch.open(party, known.contactName(), subject(event), actor);
            newest.ifPresent(older -> batch.link(older, ticket, "follow-up"));
            return ticket;
        }
        TicketDraft ticket = newest.orElseThrow();
        if ((waits(ticket) && !event.ours()) || decision instanceof ThreadDecision.Reopened) {
            batch.status(ticket, Status.OPEN, actor, decision.rule());
        }
        return ticket;
    }

    /** A provider's word about one of our messages; only a step forward counts. */
    void reported(DeliveryReported event) {
        grant(batch.party(party(event.party().identity()).id()), event);
        UUID message = event.message() == null ? byProviderId.get(event.providerId()) : event.message();
        Delivery delivery = message == null ? null : deliveries.get(message);
        if (delivery != null && DeliveryRule.forward(delivery.state(), event.state())) {
            step(delivery, event.state(), event.reason(), actor(event.party().identity()));
        }
    }

    /** Something that asks for no answer: it shows where the customer is being talked to, and opens nothing. */
    void acted(PendingEntry entry, ActionTaken event) {
        Party party = party(event.party().identity());
        PartyDraft draft = batch.party(party.id());
        grant(draft, event);
        batch.newestOf(draft)
                .filter(ticket -> ticket.status().isOpen())
                .ifPresent(ticket -> batch.post(
                        ticket, action(entry, event, party), actor(event.party().identity())));
    }

    private void grant(PartyDraft party, ConversationEvent event) {
        ReplyGrant grant = event.grant();
        if (grant != null) {
            batch.grant(party, grant);
        }
    }

    /**
     * The customer has read up to a message: all of ours before it in that ticket are read. A message of somebody else
     * counts for nothing, and an older one takes nothing back.
     */
    void seen(MessageSeen event) {
        PartyDraft party = batch.party(party(event.party().identity()).id());
        Mark upTo = marks.get(event.upTo());
        if (upTo == null || !owns(party, upTo.ticket())) {
            return;
        }
        Optional<Mark> before = party.readByContact().map(marks::get);
        if (before.isEmpty() || upTo.isAfter(before.get())) {
            batch.readByContact(party, event.upTo());
        }
        for (Delivery delivery : List.copyOf(deliveries.values())) {
            boolean covered = delivery.ticket().equals(upTo.ticket()) && delivery.seq() <= upTo.seq();
            if (covered && DeliveryRule.forward(delivery.state(), "read")) {
                step(delivery, "read", null, actor(event.party().identity()));
            }
        }
    }

    private boolean owns(PartyDraft party, UUID ticket) {
        return batch.ticket(ticket).filter(known -> known.party() == party).isPresent();
    }

    void closed(ConversationClosed event) {
        Party party = party(event.party().identity());
        batch.newestOf(batch.party(party.id()))
                .filter(ticket -> ticket.status().isOpen())
                .ifPresent(ticket ->
                        batch.status(ticket, Status.SOLVED, actor(event.party().identity()), "customer"));
    }

    private void step(Delivery delivery, String state, @Nullable String reason, Actor actor) {
        batch.ticket(delivery.ticket()).ifPresent(ticket -> {
            batch.delivery(ticket, delivery.message(), state, reason, null, actor);
            deliveries.put(
                    delivery.message(), new Delivery(delivery.message(), delivery.ticket(), delivery.seq(), state));
        });
    }

    private Party party(IdentityKey identity) {
        Party party = parties.get(identity);
        if (party == null) {
            throw new IllegalStateException("party: expected a resolved one of kind " + identity.kind());
        }
        return party;
    }

    private Actor actor(IdentityKey identity) {
        Party party = party(identity);
        return Actor.contact(party.contactId(), party.contactName());
    }

    private static SessionRule.Candidate candidate(TicketDraft ticket) {
        return new SessionRule.Candidate(ticket.id(), ticket.status().isOpen(), ticket.solvedAt());
    }

    private static JsonObject threading(ThreadDecision decision, Optional<TicketDraft> newest, TicketDraft ticket) {
        JsonObject evidence = new JsonObject();
        newest.filter(older -> older != ticket).ifPresent(older -> evidence.put("previousTicket", older.number()));
        if (!(decision instanceof ThreadDecision.New)) {
            evidence.put("ticket", ticket.number() == 0 ? null : ticket.number());
        }
        evidence.put("identity", ticket.party().key().identity().kind());
        return new JsonObject().put("rule", decision.rule()).put("evidence", evidence);
    }

    private static NewMessage action(PendingEntry entry, ActionTaken event, Party party) {
        return new NewMessage(
                entry.journalId(),
                Message.INBOUND,
                Author.contact(party.contactName(), null),
                party.contactId(),
                "",
                null,
                null,
                null,
                List.of(),
                event.externalId(),
                null,
                entry.journalId(),
                null,
                card(event.card()),
                List.of(),
                new JsonObject(),
                event.at(),
                entry.at());
    }

    private static @Nullable JsonObject card(@Nullable Card card) {
        if (card == null) {
            return null;
        }
        JsonObject facts = new JsonObject();
        new TreeMap<>(card.facts()).forEach(facts::put);
        return new JsonObject().put("kind", card.kind()).put("facts", facts);
    }

    private static NewMessage message(PendingEntry entry, MessageReceived event, Party party, JsonObject threading) {
        Author author = event.ours()
                ? event.author()
                : Author.contact(name(event, party), event.author().address());
        Instant receivedAt = entry.at();
        Letter letter = event.letter();
        return new NewMessage(
                entry.journalId(),
                event.ours() ? Message.OUTBOUND : Message.INBOUND,
                author,
                event.ours() ? null : party.contactId(),
                event.text(),
                letter == null ? null : letter.html(),
                letter == null ? null : letter.reply(),
                event.replyTo(),
                event.attachments(),
                event.externalId(),
                event.clientId(),
                entry.journalId(),
                letter == null ? null : LetterJson.of(letter),
                card(event.card()),
                event.awaited(),
                threading,
                event.at(),
                receivedAt);
    }

    private static String name(MessageReceived event, Party party) {
        return event.author().name().isEmpty()
                ? party.contactName()
                : event.author().name();
    }

    /** The subject, or the first line of what was written, or the first file's name. */
    private static String subject(MessageReceived event) {
        String written = event.letter() == null ? "" : event.letter().subject();
        String line = (written.isBlank() ? event.text() : written)
                .strip()
                .lines()
                .findFirst()
                .orElse("");
        if (line.isEmpty() && !event.attachments().isEmpty()) {
            line = event.attachments().get(0).name();
        }
        if (line.isEmpty() && !event.awaited().isEmpty()) {
            line = event.awaited().get(0).name();
        }
        Card card = event.card();
        if (line.isEmpty() && card != null) {
            line = card.facts().getOrDefault("title", card.kind());
        }
        return line.codePointCount(0, line.length()) <= SUBJECT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, SUBJECT));
    }
}
