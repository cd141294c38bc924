package tributary.gateway.intake;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tributary.conversation.ConversationEvent.IdentityProven;
import tributary.conversation.IdentityKey;
import tributary.gateway.contact.ContactTable;
import tributary.gateway.contact.Party;
import tributary.gateway.contact.PartyTable;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.platform.postgres.Transaction;
import tributary.gateway.ticket.Actor;
import tributary.gateway.ticket.PartyDraft;
import tributary.gateway.ticket.Status;
import tributary.gateway.ticket.TicketBatch;
import tributary.gateway.ticket.TicketDraft;
import tributary.gateway.ticket.TicketLocks;
import tributary.gateway.ticket.TicketThreads;

/**
 * An anonymous visitor has proved to be a user: the visitor's tickets go over to the user's party. If both have an open
 * ticket, the anonymous thread goes on in the user's.
 */
final class IdentityMerge {

    private final ContactTable contacts;
    private final PartyTable parties;
    private final TicketLocks locks;
    private final TicketThreads threads = new TicketThreads();

    IdentityMerge(ContactTable contacts, PartyTable parties, TicketLocks locks) {
        this.contacts = contacts;
        this.parties = parties;
        this.locks = locks;
    }

    Future<TicketBatch> apply(
            Transaction transaction, Inbox inbox, IdentityProven event, Map<IdentityKey, Party> known, Instant now) {
        Party anonymous = known.getOrDefault(event.party().identity(), known.get(event.proven()));
        Party user = known.get(event.proven());
        if (anonymous == null || user == null) {
            throw new IllegalStateException("identity: expected both parties to be resolved");
        }
        boolean same = anonymous.id().equals(user.id());
        if (!same && !anonymous.key().identity().kind().equals("visitor")) {
            throw new IllegalStateException("identity: expected an anonymous visitor, found kind "
                    + anonymous.key().identity().kind());
        }
        List<UUID> both = List.of(anonymous.id(), user.id());
        return contacts.attach(transaction, event.party().identity(), user.contactId())
                .compose(done -> contacts.prove(transaction, user.contactId(), event.facts()))
                .compose(done -> threads.ticketsOf(transaction, anonymous.id()))
                .compose(tickets -> locks.lock(transaction, inbox, both, tickets, now))
                .compose(batch -> same
                        ? Future.succeededFuture(batch)
                        : parties.join(transaction, anonymous.id(), user.id())
                                .compose(done -> handOver(transaction, batch, anonymous, user, event)));
    }

    private Future<TicketBatch> handOver(
            Transaction transaction, TicketBatch batch, Party anonymous, Party user, IdentityProven event) {
        PartyDraft from = batch.party(anonymous.id());
        PartyDraft to = batch.party(user.id());
        Actor actor = Actor.contact(user.contactId(), event.facts().getOrDefault("name", user.contactName()));
        Optional<TicketDraft> open = openOf(batch, from);
        Optional<TicketDraft> theirs = openOf(batch, to);
        Future<Void> merged = open.isPresent() && theirs.isPresent()
                ? merge(transaction, batch, open.get(), theirs.get(), actor)
                : Future.succeededFuture();
        return merged.map(done -> {
            List<TicketDraft> tickets = batch.ticketsOf(from);
            tickets.forEach(ticket -> batch.transfer(ticket, to, actor.name()));
            tickets.forEach(ticket -> batch.identityMerged(ticket, actor));
            return batch;
        });
    }

    private Future<Void> merge(
            Transaction transaction, TicketBatch batch, TicketDraft from, TicketDraft into, Actor actor) {
        return threads.messagesOf(transaction, from.id()).map(messages -> {
            messages.forEach(message -> batch.move(message, from, into, actor));
            batch.inheritLast(from, into);
            batch.merged(from, into, actor);
            batch.status(from, Status.CLOSED, actor, "merged");
            return null;
        });
    }

    private static Optional<TicketDraft> openOf(TicketBatch batch, PartyDraft party) {
        return batch.newestOf(party).filter(ticket -> ticket.status().isOpen());
    }
}
