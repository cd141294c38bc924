package tributary.gateway.push;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.push.PushServices.Start;
import tributary.gateway.push.PushServices.Topic;
import tributary.gateway.ticket.ReplayWindow;
import tributary.gateway.ticket.TicketEvent;
import tributary.gateway.ticket.TicketLog;
import tributary.gateway.ticket.TicketLog.TicketHead;
import tributary.gateway.ticket.TicketSnapshots;

/** Finds the topics an agent may follow, and where a subscription begins. */
final class Topics {

    private static final Pattern INBOX = Pattern.compile("inbox:([a-z0-9-]{1,40})");
    private static final Pattern TICKET = Pattern.compile("ticket:([1-9][0-9]{0,17})");

    /** A longer gap is answered with a snapshot. */
    private static final long REPLAY = 500;

    private static final int PAGE = 100;

    private final TicketLog log;
    private final TicketSnapshots snapshots;
    private final InboxDirectory inboxes;
    private final EventFrames frames;
    private final ReplayWindow window;
    private final ToLongFunction<String> passed;

    /**
     * @param window where many who come back at once find what they missed
     * @param passed the position of an inbox up to which events were passed on to sockets; -1 if it is not followed
     */
    Topics(
            TicketLog log,
            TicketSnapshots snapshots,
            InboxDirectory inboxes,
            EventFrames frames,
            ReplayWindow window,
            ToLongFunction<String> passed) {
        this.window = window;
        this.passed = passed;
        this.log = log;
        this.snapshots = snapshots;
        this.inboxes = inboxes;
        this.frames = frames;
    }

    /** A missing topic and a forbidden one look the same. */
    Future<Optional<Topic>> find(AgentSocket socket, Access access, String topic) {
        if (topic.equals("me")) {
            return Future.succeededFuture(Optional.of(me(socket)));
        }
        Matcher inbox = INBOX.matcher(topic);
        if (inbox.matches()) {
            return Future.succeededFuture(inboxes.named(inbox.group(1))
                    .filter(found -> access.maySee(found.name()))
                    .map(found -> inbox(socket, topic, found)));
        }
        Matcher ticket = TICKET.matcher(topic);
        return ticket.matches()
                ? log.head(Long.parseLong(ticket.group(1)))
                        .map(head -> head.filter(found -> access.maySee(found.inbox()))
                                .map(found -> ticket(socket, topic, found)))
                : Future.succeededFuture(Optional.empty());
    }

    private static Topic me(AgentSocket socket) {
        TopicSubscription subscription = new TopicSubscription(socket, "me", "", null, new NoPages());
        return new Found(
                subscription,
                known -> Future.succeededFuture(0L),
                () -> Future.succeededFuture(Start.snapshot(0, new JsonObject())));
    }

    private Topic inbox(AgentSocket socket, String topic, Inbox inbox) {
        TopicSubscription.Pages pages = new TopicSubscription.Pages() {
            @Override
            public Future<List<TicketEvent>> after(long position) {
                return window.ofInbox(inbox, position, PAGE);
            }

            @Override
            public long place(TicketEvent event) {
                return event.position();
            }
        };
        return new Found(
                new TopicSubscription(socket, topic, inbox.name(), null, pages),
                known -> head(inbox, known),
                () -> snapshots
                        .ofInbox(inbox.id())
                        .map(found -> Start.snapshot(found.position(), frames.snapshot(found))));
    }

    /** Who comes back to where this node is already needs no database: what comes later is pushed. */
    private Future<Long> head(Inbox inbox, Optional<Long> known) {
        long now = passed.applyAsLong(inbox.name());
        return known.filter(theirs -> theirs >= 0 && theirs <= now).isPresent()
                ? Future.succeededFuture(now)
                : log.heads().map(heads -> heads.getOrDefault(inbox.name(), 0L));
    }

    private Topic ticket(AgentSocket socket, String topic, TicketHead head) {
        TopicSubscription.Pages pages = new TopicSubscription.Pages() {
            @Override
            public Future<List<TicketEvent>> after(long position) {
                return log.ofTicket(head.id(), position, PAGE);
            }

            @Override
            public long place(TicketEvent event) {
                return event.seq();
            }
        };
        return new Found(
                new TopicSubscription(socket, topic, head.inbox(), head.party(), pages),
                known -> log.head(head.number()).map(now -> now.orElse(head).seq()),
                () -> snapshots
                        .ofTicket(head.id())
                        .map(found -> Start.snapshot(found.ticket().seq(), frames.snapshot(found))));
    }

    /** @param head the newest position, given what the peer has */
    private record Found(
            TopicSubscription subscription,
            Function<Optional<Long>, Future<Long>> head,
            Supplier<Future<Start>> snapshot)
            implements Topic {

        @Override
        public Future<Start> start(boolean resume, Optional<Long> known) {
            if (resume && known.isEmpty()) {
                return snapshot.get();
            }
            return head.apply(known)
                    .compose(now -> known.isEmpty()
                            ? Future.succeededFuture(Start.live(now))
                            : known.get() > now || known.get() < 0 || now - known.get() > REPLAY
                                    ? snapshot.get()
                                    : Future.succeededFuture(Start.recovered(known.get(), now)));
        }
    }

    /** A topic without durable entries. */
    private static final class NoPages implements TopicSubscription.Pages {
        @Override
        public Future<List<TicketEvent>> after(long position) {
            return Future.succeededFuture(List.of());
        }

        @Override
        public long place(TicketEvent event) {
            return 0;
        }
    }
}
