package tributary.load.cluster;

import io.vertx.core.Context;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tributary.load.client.Agent;
import tributary.load.client.Api;
import tributary.load.client.Cursor;
import tributary.load.client.Dialler;
import tributary.load.wire.Envelope;
import tributary.load.wire.Mark;

/**
 * An agent's page: when its socket ends it goes to the other node and resumes from where it stood. Knows which messages it
 * was shown. Lives on the client's event loop.
 */
final class Desk implements Agent.Listener {

    private static final int LONGEST_BACKOFF_MS = 500;

    private final int index;
    private final Context loop;
    private final Dialler[] diallers;
    private final Api[] apis;
    private final Score score;
    private final Map<Integer, BitSet> shown = new HashMap<>();
    private Cursor cursor = Cursor.NOW;
    private @Nullable Agent agent;
    private int node;
    private int holes;
    private int repeats;
    private int failedInARow;
    private long lostAt;

    /** 0 if it was never away. */
    private long backAt;

    private boolean ready;
    private boolean left;

    Desk(int index, Context loop, Dialler[] diallers, Api[] apis, int node, Score score) {
        this.index = index;
        this.loop = loop;
        this.diallers = diallers;
        this.apis = apis;
        this.node = node;
        this.score = score;
    }

    boolean ready() {
        return ready;
    }

    int node() {
        return node;
    }

    /** Positions that did not come, over all connections. */
    int holes() {
        return holes + (agent == null ? 0 : agent.positions().holes());
    }

    int repeats() {
        return repeats + (agent == null ? 0 : agent.positions().repeats());
    }

    /** How many of these messages it was not shown. */
    long missing(Map<Integer, BitSet> messages) {
        return messages.entrySet().stream()
                .mapToLong(each -> {
                    BitSet missing = (BitSet) each.getValue().clone();
                    missing.andNot(shown.getOrDefault(each.getKey(), new BitSet()));
                    return missing.cardinality();
                })
                .sum();
    }

    void come() {
        apis[node]
                .ticket()
                .compose(ticket -> Agent.subscribe(diallers[node], ticket, "inbox:" + Pair.INBOX, cursor, index, this))
                .onSuccess(this::back)
                .onFailure(refused -> {
                    failedInARow++;
                    again();
                });
    }

    void leave() {
        left = true;
        Agent page = agent;
        if (page != null) {
            page.close();
        }
    }

    private void back(Agent made) {
        agent = made;
        ready = true;
        if (!cursor.equals(Cursor.NOW) && !made.recovered()) {
            score.wrong("an agent who came back was given a snapshot in place of what it missed");
        }
        if (lostAt != 0) {
            backAt = System.nanoTime();
            score.deskBack(backAt - lostAt, failedInARow);
            lostAt = 0;
        }
        failedInARow = 0;
    }

    @Override
    public void event(int number, Envelope envelope) {
        Mark mark = envelope.kind().equals("message.created") ? Mark.of(envelope.text()) : Mark.of("");
        if (mark.kind() == Mark.Kind.VISITOR) {
            shown.computeIfAbsent(mark.visitor(), first -> new BitSet()).set(mark.number());
            score.pushed(mark.visitor(), mark.number(), lostAt == 0 ? backAt : System.nanoTime());
        }
        if (envelope.ticket() > 0 && mark.kind() == Mark.Kind.VISITOR) {
            score.ticket(envelope.ticket());
        }
    }

    @Override
    public void gone(int number, int code, String reason) {
        Agent page = agent;
        if (left || page == null) {
            return;
        }
        ready = false;
        lostAt = System.nanoTime();
        cursor = page.cursor();
        holes += page.positions().holes();
        repeats += page.positions().repeats();
        agent = null;
        again();
    }

    private void again() {
        if (!left) {
            node = 1 - node;
            long wait = 1 + (long) (Math.random() * LONGEST_BACKOFF_MS);
            loop.owner().setTimer(wait, tick -> loop.runOnContext(on -> come()));
        }
    }
}
