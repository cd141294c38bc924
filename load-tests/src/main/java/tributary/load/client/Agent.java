package tributary.load.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import tributary.load.ledger.Positions;
import tributary.load.wire.Envelope;

/**
 * One agent on {@code ag1}, subscribed to one topic. Subscribes again from its cursor when a heartbeat shows a head that
 * it has not reached. What was on its way meanwhile comes again with the replay, once and from the cursor on, and is
 * passed over, as a console does.
 */
public final class Agent implements Line.Listener {

    private final int index;
    private final String ticket;
    private final String topic;
    private final Cursor from;
    private final Listener listener;
    private final Promise<Agent> ready = Promise.promise();
    private Future<Line> line = Future.failedFuture("not connected");
    private Positions positions = new Positions(0);
    private String epoch = "";
    private boolean recovered;
    private long headAtStart;
    private int request = 2;
    /** While a subscription from here on is not answered. */
    private Optional<Cursor> asked = Optional.empty();
    /** The positions that come once more, because they came after the cursor that was asked from. */
    private long again = 1;

    private long lastAgain;
    private int resubscribed;

    /** What an agent has to tell. */
    public interface Listener {

        /** An event or a skip of the topic arrived. */
        void event(int agent, Envelope envelope);

        /** The socket is gone. */
        void gone(int agent, int code, String reason);
    }

    private Agent(int index, String ticket, String topic, Cursor from, Listener listener) {
        this.index = index;
        this.ticket = ticket;
        this.topic = topic;
        this.from = from;
        this.listener = listener;
    }

    /**
     * Connects, authenticates and subscribes. Completes when the subscription is answered.
     *
     * @param ticket the one-time ticket of {@link Api#ticket}
     * @param from where to go on, or {@link Cursor#NOW}
     */
    public static Future<Agent> subscribe(
            Dialler dialler, String ticket, String topic, Cursor from, int index, Listener listener) {
        Agent agent = new Agent(index, ticket, topic, from, listener);
        agent.line = dialler.dial("/api/v1/ws", "ag1", agent);
        return agent.line.compose(open -> {
            open.send("{\"t\":\"auth\",\"id\":1,\"d\":{\"ticket\":\"" + agent.ticket + "\"}}");
            return agent.ready.future();
        });
    }

    /** Where this agent stands. */
    public Cursor cursor() {
        return new Cursor(epoch, positions.last());
    }

    /** What it has seen of its stream. */
    public Positions positions() {
        return positions;
    }

    /** Whether the server promised to replay exactly what was missing. */
    public boolean recovered() {
        return recovered;
    }

    /** The topic's position when the subscription was answered. */
    public long headAtStart() {
        return headAtStart;
    }

    /** How often a heartbeat made it subscribe again. */
    public int resubscribed() {
        return resubscribed;
    }

    /** Leaves. */
    public Future<Void> close() {
        return line.compose(Line::close);
    }

    @Override
    public void received(Envelope envelope) {
        switch (envelope.type()) {
            case "ev", "skip" -> event(envelope);
            case "ok" -> answered(envelope);
            case "err" -> ready.tryFail("request " + envelope.re() + " refused: " + envelope.code());
            case "unsub" -> ready.tryFail("unsubscribed: " + envelope.reason());
            case "ping" -> catchUp(envelope.head());
            default -> {}
        }
    }

    private void event(Envelope envelope) {
        if (again <= lastAgain && envelope.position() == again) {
            again++;
            return;
        }
        positions.next(envelope.position());
        listener.event(index, envelope);
    }

    private void answered(Envelope envelope) {
        if (envelope.re() == 1) {
            subscribe(from);
        } else if (envelope.re() == 2) {
            begin(envelope);
        } else {
            goOn(envelope);
        }
    }

    /** After anything but an exact replay, what lies between is lost to the ledger. */
    private void goOn(Envelope envelope) {
        if (envelope.recovered()) {
            again = asked.map(Cursor::seq).orElse(positions.last()) + 1;
            lastAgain = positions.last();
        } else {
            positions.next(envelope.seq() + 1);
        }
        asked = Optional.empty();
    }

    /** A replay begins after our own cursor, everything else at the position in the answer. */
    private void begin(Envelope envelope) {
        epoch = envelope.epoch();
        recovered = envelope.recovered() && from.isGiven();
        headAtStart = envelope.seq();
        positions = new Positions(recovered ? from.seq() : envelope.seq());
        ready.tryComplete(this);
    }

    private void catchUp(long head) {
        if (ready.future().isComplete() && asked.isEmpty() && head > positions.last()) {
            resubscribed++;
            asked = Optional.of(cursor());
            subscribe(cursor());
        }
    }

    private void subscribe(Cursor cursor) {
        int id = request++;
        line.onSuccess(open -> open.send(
                "{\"t\":\"sub\",\"id\":" + id + ",\"d\":{\"topic\":\"" + topic + "\"" + cursor.members() + "}}"));
    }

    @Override
    public void closed(int code, String reason) {
        ready.tryFail("closed before subscribed with " + code + " " + reason);
        listener.gone(index, code, reason);
    }
}
