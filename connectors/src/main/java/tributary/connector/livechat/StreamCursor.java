package tributary.connector.livechat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Conversations;
import tributary.connector.Conversations.Batch;
import tributary.connector.Conversations.Subscription;
import tributary.connector.livechat.rule.ReplayRule.Position;
import tributary.connector.livechat.wire.CloseCode;
import tributary.connector.livechat.wire.FrameReader;
import tributary.connector.livechat.wire.FrameWriter;
import tributary.conversation.PartyEvent;
import tributary.conversation.PartyEvent.Posted;
import tributary.conversation.PartyKey;
import tributary.conversation.Signal;

/**
 * Writes a party's stream to one socket, each position once and in order.
 *
 * <p>The fence: the stream is followed before the state is read, and held until the state is sent. Live events that come
 * while it is held, or while the socket is full, are not kept: only the newest position is, and the store is read from
 * where the socket stands. So a socket costs the same memory however far it is behind.
 */
final class StreamCursor {
    private static final Logger LOG = LoggerFactory.getLogger(StreamCursor.class);
    private static final int READ = FrameReader.MAX_BATCH;
    private static final int FRAME_CHARS = 64_000;

    private final Desk desk;
    private final VisitorSocket socket;
    private final PartyKey party;
    private @Nullable Subscription subscription;
    private long sent;
    private long newest;
    private long confirmAt = -1;
    private boolean held = true;
    private boolean reading;

    private StreamCursor(Desk desk, VisitorSocket socket, PartyKey party) {
        this.desk = desk;
        this.socket = socket;
        this.party = party;
    }

    /** Follows the stream, held: nothing is written before {@link #release}. */
    static StreamCursor follow(Desk desk, VisitorSocket socket, PartyKey party) {
        StreamCursor cursor = new StreamCursor(desk, socket, party);
        cursor.subscription = desk.context().conversations().subscribe(party, cursor::arrived, cursor::signalled);
        return cursor;
    }

    PartyKey party() {
        return party;
    }

    long sent() {
        return sent;
    }

    /** Stops writing; what comes is made up for after the release. */
    void hold() {
        held = true;
    }

    /** The client has everything up to {@code seq} now; the rest follows. {@code head} is known to exist. */
    void release(long seq, long head) {
        sent = seq;
        newest = Math.max(newest, head);
        held = false;
        catchUp();
    }

    /** The client, who stands at {@code position}, gets what was read for it, then {@code synced}, then live events. */
    void bring(@Nullable Position position, CatchUp catchUp) {
        long head = catchUp.state().seq();
        if (catchUp.recovered() && position != null) {
            release(position.seq(), catchUp.missed(), head);
        } else {
            snapshot(catchUp, head);
        }
    }

    private void snapshot(CatchUp catchUp, long head) {
        desk.frames().snapshots(catchUp.page(), catchUp.state()).forEach(socket::write);
        catchUp.unreadInPage().forEach(posted -> desk.deliveries().written(party, posted));
        release(head, List.of(), head);
    }

    /** Like {@link #release}, beginning with events already read; {@code synced} follows the event at {@code head}. */
    private void release(long seq, List<PartyEvent> missed, long head) {
        sent = seq;
        newest = Math.max(newest, head);
        confirmAt = head;
        held = false;
        push(missed);
        confirm();
        catchUp();
    }

    /** The socket can take more. */
    void catchUp() {
        if (!held && !reading && sent < newest && socket.isOpen() && !socket.isFull()) {
            reading = true;
            Conversations log = desk.context().conversations();
            log.after(party, sent, READ).onSuccess(this::read).onFailure(this::unreadable);
        }
    }

    void cancel() {
        held = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** Writes consecutive events; stops early when the socket is full. */
    private void push(List<PartyEvent> events) {
        List<PartyEvent> batch = new ArrayList<>();
        List<String> envelopes = new ArrayList<>();
        int size = 0;
        for (PartyEvent event : events) {
            String envelope = desk.frames().event(event).toString();
            if (!batch.isEmpty() && size + envelope.length() > FRAME_CHARS) {
                write(batch, envelopes);
                size = 0;
                if (held || socket.isFull()) {
                    return;
                }
            }
            batch.add(event);
            envelopes.add(envelope);
            size += envelope.length();
        }
        write(batch, envelopes);
    }

    private void write(List<PartyEvent> batch, List<String> envelopes) {
        if (batch.isEmpty()) {
            return;
        }
        List<Posted> posted = batch.stream()
                .filter(Posted.class::isInstance)
                .map(Posted.class::cast)
                .toList();
        socket.write(FrameWriter.batch(envelopes))
                .onSuccess(v -> posted.forEach(p -> desk.deliveries().written(party, p)));
        sent = batch.get(batch.size() - 1).seq();
        desk.metrics().pushed(batch.size());
        boolean joined = CatchUp.tellsOfAMerge(batch);
        batch.clear();
        envelopes.clear();
        confirm();
        if (joined) {
            startOver();
        }
    }

    /** What a merged conversation brought along was never pushed in this stream: the client gets the state anew. */
    private void startOver() {
        hold();
        CatchUp.read(desk, party, null)
                .onSuccess(catchUp -> {
                    if (socket.isOpen()) {
                        bring(null, catchUp);
                    }
                })
                .onFailure(this::unreadable);
    }

    private void confirm() {
        if (confirmAt >= 0 && sent >= confirmAt) {
            socket.write(FrameWriter.synced(confirmAt));
            confirmAt = -1;
        }
    }

    private void arrived(Batch batch) {
        List<PartyEvent> events = batch.events();
        if (events.isEmpty()) {
            return;
        }
        newest = Math.max(newest, events.get(events.size() - 1).seq());
        if (held || reading || socket.isFull() || !socket.isOpen()) {
            return;
        }
        push(consecutive(events));
        catchUp();
    }

    private void read(List<PartyEvent> events) {
        reading = false;
        if (held || !socket.isOpen()) {
            return;
        }
        List<PartyEvent> next = consecutive(events);
        if (next.isEmpty() && sent < newest) {
            desk.metrics().hole();
            socket.close(CloseCode.HOLE);
        } else {
            push(next);
            catchUp();
        }
    }

    private void unreadable(Throwable error) {
        reading = false;
        LOG.atWarn()
                .addKeyValue("inbox", desk.inbox())
                .addKeyValue("error", error)
                .log("party stream not read");
        socket.close(CloseCode.SERVER_ERROR);
    }

    /** Those that follow what was sent without a hole; at most a frame's worth. */
    private List<PartyEvent> consecutive(List<PartyEvent> events) {
        List<PartyEvent> next = new ArrayList<>();
        long expected = sent + 1;
        for (PartyEvent event : events) {
            if (event.seq() == expected && next.size() < FrameReader.MAX_BATCH) {
                next.add(event);
                expected++;
            }
        }
        return next;
    }

    private void signalled(Signal signal) {
        if (signal instanceof Signal.Typing typing && typing.agent() != null) {
            socket.writeSignal(FrameWriter.typing(typing.on(), typing.agent()));
        }
    }
}
