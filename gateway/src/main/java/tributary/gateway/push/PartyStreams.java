package tributary.gateway.push;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import tributary.connector.Conversations;
import tributary.conversation.PartyEvent;
import tributary.conversation.PartyKey;
import tributary.conversation.Signal;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.ticket.Message;
import tributary.gateway.ticket.PartyLog;
import tributary.gateway.ticket.Status;
import tributary.gateway.ticket.TicketEvent;
import tributary.gateway.ticket.TicketLog;

/** Customers' own view of their conversations, over the hub and the log. */
final class PartyStreams implements Conversations {

    private final Vertx vertx;
    private final String epoch;
    private final InboxDirectory inboxes;
    private final TicketLog log;
    private final PartyLog parties;
    private final Hub hub;
    private final SessionMap sessions;
    private final BiFunction<UUID, List<String>, Future<Set<String>>> known;
    private final ToIntFunction<String> online;

    /**
     * @param known which external ids an inbox's journal has
     * @param online how many agents who may answer an inbox are connected
     */
    PartyStreams(
            Vertx vertx,
            String epoch,
            InboxDirectory inboxes,
            Logs logs,
            Hub hub,
            SessionMap sessions,
            BiFunction<UUID, List<String>, Future<Set<String>>> known,
            ToIntFunction<String> online) {
        this.vertx = vertx;
        this.epoch = epoch;
        this.inboxes = inboxes;
        this.log = logs.tickets();
        this.parties = logs.parties();
        this.hub = hub;
        this.sessions = sessions;
        this.known = known;
        this.online = online;
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public Subscription subscribe(PartyKey party, Consumer<Batch> events, Consumer<Signal> signals) {
        Context context = vertx.getOrCreateContext();
        Hub.PartyListener listener = new Hub.PartyListener() {
            @Override
            public void events(List<TicketEvent> committed) {
                Batch batch =
                        new Batch(committed.stream().map(PartyStreams::event).toList());
                context.runOnContext(on -> events.accept(batch));
            }

            @Override
            public void signal(Signal signal) {
                context.runOnContext(on -> signals.accept(signal));
            }
        };
        hub.add(party, listener);
        sessions.came(party);
        return () -> {
            if (hub.remove(party, listener)) {
                sessions.left(party);
            }
        };
    }

    @Override
    public Future<State> state(PartyKey party) {
        return parties.state(inbox(party).id(), party.identity())
                .map(found -> found.map(PartyStreams::state)
                        .orElseGet(() -> new State(0, Optional.empty(), Optional.empty(), Optional.empty())));
    }

    @Override
    public Future<List<PartyEvent>> after(PartyKey party, long seq, int limit) {
        return log.ofParty(inbox(party).id(), party.identity(), seq, limit)
                .map(events -> events.stream().map(PartyStreams::event).toList());
    }

    @Override
    public Future<Page> history(PartyKey party, @Nullable UUID before, int limit) {
        return parties.history(inbox(party).id(), party.identity(), before, limit + 1)
                .map(messages -> {
                    boolean more = messages.size() > limit;
                    List<PartyEvent.Posted> page = new ArrayList<>();
                    messages.subList(more ? 1 : 0, messages.size()).forEach(heard -> page.add(posted(heard)));
                    return new Page(page, more);
                });
    }

    @Override
    public Future<Set<String>> known(String inbox, List<String> externalIds) {
        return externalIds.isEmpty()
                ? Future.succeededFuture(Set.of())
                : known.apply(inboxes.named(inbox).orElseThrow().id(), externalIds);
    }

    @Override
    public int agentsOnline(String inbox) {
        return online.applyAsInt(inbox);
    }

    private Inbox inbox(PartyKey party) {
        return inboxes.named(party.inbox()).orElseThrow();
    }

    private static State state(PartyLog.PartyState found) {
        Long number = found.ticket();
        String status = found.status();
        Optional<Ticket> ticket = number == null || status == null
                ? Optional.empty()
                : Optional.of(new Ticket(number, status, Optional.ofNullable(found.assignee())));
        return new State(
                found.seq(),
                ticket,
                Optional.ofNullable(found.readByAgent()),
                Optional.ofNullable(found.readByContact()));
    }

    private static PartyEvent event(TicketEvent event) {
        long seq = event.partySeq() == null ? 0 : event.partySeq();
        Message message = event.message();
        return switch (event.kind()) {
            case TicketEvent.MESSAGE_CREATED ->
                message == null ? new PartyEvent.Other(seq, event.at()) : posted(seq, message);
            case TicketEvent.TICKET_CREATED ->
                new PartyEvent.StatusChanged(seq, event.number(), Status.NEW.word(), event.at());
            case TicketEvent.STATUS_CHANGED ->
                new PartyEvent.StatusChanged(seq, event.number(), event.data().getString("to"), event.at());
            case TicketEvent.ASSIGNMENT_CHANGED ->
                new PartyEvent.AssigneeChanged(seq, event.number(), event.data().getString("toName"), event.at());
            case TicketEvent.READ_BY_AGENT ->
                new PartyEvent.ReadByAgent(seq, UUID.fromString(event.data().getString("message")), event.at());
            case TicketEvent.IDENTITY_MERGED -> new PartyEvent.IdentityMerged(seq, event.at());
            default -> new PartyEvent.Other(seq, event.at());
        };
    }

    private static PartyEvent.Posted posted(PartyLog.Heard heard) {
        return posted(heard.seq() == null ? 0 : heard.seq(), heard.message());
    }

    private static PartyEvent.Posted posted(long seq, Message message) {
        return new PartyEvent.Posted(
                seq,
                message.id(),
                message.clientId(),
                message.author(),
                message.text(),
                message.attachments(),
                message.replyTo(),
                message.receivedAt());
    }

    /** The two logs a customer's view is read from. */
    record Logs(TicketLog tickets, PartyLog parties) {}
}
