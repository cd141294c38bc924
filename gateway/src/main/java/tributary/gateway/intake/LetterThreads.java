package tributary.gateway.intake;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Clue;
import tributary.conversation.Letter;
import tributary.conversation.Recipient;
import tributary.gateway.threading.LetterRule;
import tributary.gateway.threading.ThreadDecision;
import tributary.gateway.ticket.LetterTable.Participant;
import tributary.gateway.ticket.LetterTable.Places;
import tributary.gateway.ticket.PartyDraft;
import tributary.gateway.ticket.TicketBatch;
import tributary.gateway.ticket.TicketDraft;

/**
 * Finds the tickets of a batch's letters, by what the database knew before and by what the batch's earlier letters added.
 * No I/O.
 */
final class LetterThreads {

    private final TicketBatch batch;
    private final Places places;
    private final Set<Participant> participants;
    private final LetterRule rule;
    private final Map<String, TicketDraft> fresh = new HashMap<>();

    LetterThreads(TicketBatch batch, Places places, Set<Participant> participants, Duration reopenWithin) {
        this.batch = batch;
        this.places = places;
        this.participants = new HashSet<>(participants);
        this.rule = new LetterRule(reopenWithin);
    }

    Found find(Letter letter, PartyDraft sender) {
        List<Sign> signs = new ArrayList<>();
        for (Clue clue : letter.clues()) {
            place(clue).ifPresent(ticket -> signs.add(new Sign(clue, ticket, takesPart(ticket, sender))));
        }
        ThreadDecision decision = rule.decide(
                signs.stream().map(Sign::candidate).toList(), letter.trust().failed(), letter.inert(), batch.now());
        return new Found(decision, threading(decision, signs, letter, sender));
    }

    /** What later letters of the batch may refer to. */
    void joined(TicketDraft ticket, Letter letter, PartyDraft sender) {
        if (letter.key() != null) {
            fresh.putIfAbsent(letter.key(), ticket);
        }
        participants.add(new Participant(ticket.id(), address(sender)));
        for (List<Recipient> people : List.of(letter.to(), letter.cc())) {
            people.forEach(one -> participants.add(new Participant(ticket.id(), one.address())));
        }
    }

    boolean takesPart(TicketDraft ticket, PartyDraft sender) {
        return ticket.party() == sender || participants.contains(new Participant(ticket.id(), address(sender)));
    }

    private Optional<TicketDraft> place(Clue clue) {
        UUID known = places.of(clue);
        return known != null
                ? batch.ticket(known)
                : Optional.ofNullable(clue.key()).map(fresh::get);
    }

    /** The rule, on what evidence, and which other tickets the letter might have meant. */
    private static JsonObject threading(ThreadDecision decision, List<Sign> signs, Letter letter, PartyDraft sender) {
        UUID chosen = chosen(decision);
        JsonObject evidence =
                new JsonObject().put("identity", sender.key().identity().kind());
        evidence.put("trust", letter.trust().level());
        JsonArray rivals = new JsonArray();
        Set<UUID> told = new HashSet<>();
        for (Sign sign : signs) {
            if (!told.add(sign.ticket().id())) {
                continue;
            }
            if (sign.ticket().id().equals(chosen)) {
                evidence.put("ticket", number(sign.ticket())).put("clue", sign.shown());
                evidence.put("participant", sign.participant());
            } else {
                rivals.add(new JsonObject()
                        .put("rule", sign.clue().rule())
                        .put("ticket", number(sign.ticket()))
                        .put("clue", sign.shown()));
            }
        }
        JsonObject threading = new JsonObject().put("rule", decision.rule()).put("evidence", evidence);
        return rivals.isEmpty() ? threading : threading.put("rivals", rivals);
    }

    private static @Nullable UUID chosen(ThreadDecision decision) {
        if (decision instanceof ThreadDecision.Existing existing) {
            return existing.ticket();
        }
        return decision instanceof ThreadDecision.Reopened reopened ? reopened.ticket() : null;
    }

    private static @Nullable Long number(TicketDraft ticket) {
        return ticket.number() == 0 ? null : (Long) ticket.number();
    }

    private static String address(PartyDraft party) {
        return party.key().identity().value();
    }

    /** @param threading as stored with the message */
    record Found(ThreadDecision decision, JsonObject threading) {}

    private record Sign(Clue clue, TicketDraft ticket, boolean participant) {
        LetterRule.Candidate candidate() {
            return new LetterRule.Candidate(
                    ticket.id(),
                    clue.rule(),
                    clue.signed(),
                    participant,
                    ticket.status().isOpen(),
                    ticket.solvedAt());
        }

        /** What the sign was, for people. */
        @Nullable
        String shown() {
            return clue.key() != null
                    ? clue.key()
                    : clue.message() != null ? clue.message().toString() : null;
        }
    }
}
