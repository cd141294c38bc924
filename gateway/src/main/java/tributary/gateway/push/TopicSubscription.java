package tributary.gateway.push;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.conversation.PartyKey;
import tributary.gateway.ticket.TicketEvent;

/**
 * One topic on one socket: either live, or reading the log up to where the pushes are. While it reads, pushes are only
 * counted, so nothing is buffered and a slow reader costs one page; a hole sends it back to the log.
 */
final class TopicSubscription {

    private static final Logger LOG = LoggerFactory.getLogger(TopicSubscription.class);

    private final AgentSocket socket;
    private final String topic;
    private final String inbox;
    private final @Nullable PartyKey party;
    private final Pages pages;
    private long position;
    private long newest;
    private boolean live;
    private boolean ended;

    /**
     * @param inbox whose rights decide
     * @param party the customer of a ticket's topic
     */
    TopicSubscription(AgentSocket socket, String topic, String inbox, @Nullable PartyKey party, Pages pages) {
        this.socket = socket;
        this.topic = topic;
        this.inbox = inbox;
        this.party = party;
        this.pages = pages;
    }

    String topic() {
        return topic;
    }

    String inbox() {
        return inbox;
    }

    Optional<PartyKey> party() {
        return Optional.ofNullable(party);
    }

    boolean isAbout(PartyKey other) {
        return other.equals(party);
    }

    /**
     * What a heartbeat tells. A peer that has less has lost something; so while the log is read, the head is as far as
     * that has come: the rest is on its way.
     *
     * @param passedOn the newest position that was pushed
     */
    long head(long passedOn) {
        return live ? Math.max(position, passedOn) : position;
    }

    /** Nothing is pushed any more. */
    void end() {
        ended = true;
    }

    /** The peer has everything up to this position; sends the rest up to the present, then stays live. */
    void follow(long from) {
        position = from;
        if (newest > position) {
            readOn();
        } else {
            live = true;
        }
    }

    /** As {@link #follow}, when the log is known to have reached a position. */
    void follow(long from, long upTo) {
        newest = Math.max(newest, upTo);
        follow(from);
    }

    /** @param utf8 the push's frame, encoded once for all sockets of a loop */
    void push(Hub.Push push, byte[] utf8) {
        if (ended) {
            return;
        }
        newest = Math.max(newest, push.last());
        if (!live || push.last() <= position) {
            return;
        }
        if (push.first() == position + 1 && !socket.writer().waits()) {
            position = push.last();
            socket.send(utf8);
        } else {
            live = false;
            socket.writer().whenDrained(this::readOn);
        }
    }

    void ephemeral(String frame) {
        if (live && !ended) {
            socket.writer().sendEphemeral(frame);
        }
    }

    private void readOn() {
        if (ended) {
            return;
        }
        pages.after(position).onSuccess(this::send).onFailure(failure -> {
            LOG.atWarn().addKeyValue("topic", topic).setCause(failure).log("cannot read the ticket log for a socket");
            socket.close(3004, "log not readable");
        });
    }

    private void send(List<TicketEvent> page) {
        for (int i = 0; i < page.size(); i++) {
            if (ended) {
                return;
            }
            if (socket.writer().isFull()) {
                List<TicketEvent> rest = page.subList(i, page.size());
                socket.writer().whenDrained(() -> send(rest));
                return;
            }
            TicketEvent event = page.get(i);
            position = pages.place(event);
            socket.send(EventFrames.frame(topic, position, socket.frames().body(event)));
        }
        boolean atEnd = page.isEmpty();
        socket.writer().whenDrained(() -> passed(atEnd));
    }

    /** A page is with the peer, who may have filled up by it: only now is there room for what is pushed. */
    private void passed(boolean atEnd) {
        if (ended) {
            return;
        }
        if (position >= newest || atEnd) {
            live = true;
        } else {
            readOn();
        }
    }

    /** The log as this topic sees it. */
    interface Pages {
        /** The next entries after a position. */
        Future<List<TicketEvent>> after(long position);

        /** An entry's position in this topic. */
        long place(TicketEvent event);
    }
}
