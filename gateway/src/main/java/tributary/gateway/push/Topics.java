package tributary.gateway.push;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.push.PushServices.Start;
import tributary.gateway.push.PushServices.Topic;
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

    Topics(TicketLog log, TicketSnapshots snapshots, InboxDirectory inboxes, EventFrames frames) {
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
                () -> Future.succeededFuture(0L),
                () -> Future.succeededFuture(Start.snapshot(0, new JsonObject())));
    }

    private Topic inbox(AgentSocket socket, String topic, Inbox inbox) {
        TopicSubscription.Pages pages = new TopicSubscription.Pages() {
            @Override
            public Future<List<TicketEvent>> after(long position) {
                return log.ofInbox(inbox.id(), position, PAGE);
            }

            @Override
            public long place(TicketEvent event) {
                return event.position();
            }
        };
        return new Found(
                new TopicSubscription(socket, topic, inbox.name(), null, pages),
                () -> log.heads().map(heads -> heads.getOrDefault(inbox.name(), 0L)),
                () -> snapshots
                        .ofInbox(inbox.id())
                        .map(found -> Start.snapshot(found.position(), frames.snapshot(found))));
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
                () -> log.head(head.number()).map(now -> now.orElse(head).seq()),
                () -> snapshots
                        .ofTicket(head.id())
                        .map(found -> Start.snapshot(found.ticket().seq(), frames.snapshot(found))));
    }

    private record Found(TopicSubscription subscription, Supplier<Future<Long>> head, Supplier<Future<Start>> snapshot)
            implements Topic {

        @Override
        public Future<Start> start(boolean resume, Optional<Long> known) {
            if (resume && known.isEmpty()) {
                return snapshot.get();
            }
            return head.get()
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
