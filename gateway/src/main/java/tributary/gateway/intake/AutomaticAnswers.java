package tributary.gateway.intake;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tributary.conversation.Author;
import tributary.conversation.AutomaticAnswer;
import tributary.conversation.Letter;
import tributary.conversation.Recipient;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.platform.postgres.Transaction;
import tributary.gateway.ticket.Actor;
import tributary.gateway.ticket.LetterJson;
import tributary.gateway.ticket.Message;
import tributary.gateway.ticket.NewMessage;
import tributary.gateway.ticket.TicketBatch;
import tributary.gateway.ticket.TicketDraft;

/**
 * Says at once that a letter came, where the inbox has words for that: one answer for a ticket, when it is opened; one for
 * a sender in a day; none to machines and none to who is proved to be somebody else. The answer leaves by the outbox like
 * every other, and is nobody's answer yet: the ticket stays new.
 */
final class AutomaticAnswers {

    private static final Duration ONCE_WITHIN = Duration.ofHours(24);

    private final AutomaticAnswerTable table = new AutomaticAnswerTable();
    private final Supplier<UUID> ids;

    AutomaticAnswers(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /** A ticket that a letter opened, to which something may be said. */
    record Wanted(TicketDraft ticket, AutomaticAnswer answer) {}

    /** @param receivedAt who wrote long ago (the letter was held, or read again) waits for a person by now */
    static boolean allowed(Letter letter, Instant receivedAt, Instant now) {
        return letter.answer() != null
                && !letter.inert()
                && !letter.trust().failed()
                && receivedAt.isAfter(now.minus(ONCE_WITHIN));
    }

    Future<Void> give(Transaction transaction, Inbox inbox, TicketBatch batch, List<Wanted> wanted) {
        if (wanted.isEmpty()) {
            return Future.succeededFuture();
        }
        Set<String> addresses = wanted.stream().map(one -> one.answer().to()).collect(Collectors.toSet());
        return table.take(transaction, inbox.id(), addresses, ONCE_WITHIN).compose(free -> {
            wanted.stream()
                    .filter(one -> free.remove(one.answer().to()))
                    .forEach(one -> batch.post(one.ticket(), message(one, batch.now()), Actor.SYSTEM));
            return Future.succeededFuture();
        });
    }

    private NewMessage message(Wanted wanted, Instant now) {
        Recipient to = new Recipient("", wanted.answer().to());
        return new NewMessage(
                ids.get(),
                Message.OUTBOUND,
                Author.system(),
                null,
                wanted.answer().text(),
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                LetterJson.automatic(wanted.ticket().subject(), to),
                null,
                List.of(),
                new JsonObject(),
                now,
                now);
    }
}
