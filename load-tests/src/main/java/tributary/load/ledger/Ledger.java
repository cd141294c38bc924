package tributary.load.ledger;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records what became of every message: sent, answered, and how often each observer saw it. A message answered
 * {@code ok} must be seen exactly once by every observer, and the messages of one visitor in their order. Not safe for
 * threads: it lives on the client's event loop.
 */
public final class Ledger {

    private static final byte UNUSED = 0;
    private static final byte SENT = 1;
    private static final byte OK = 2;
    private static final byte REFUSED = 3;

    private final int perVisitor;
    private final byte[] states;
    private final byte[][] sights;
    private final int[][] latest;
    private final Map<String, Integer> refusals = new TreeMap<>();
    private int doubled;
    private int reordered;

    /**
     * @param observers who must see every message
     * @param visitors how many visitors write
     * @param perVisitor the most messages of one visitor
     */
    public Ledger(int observers, int visitors, int perVisitor) {
        this.perVisitor = perVisitor;
        this.states = new byte[visitors * perVisitor];
        this.sights = new byte[observers][visitors * perVisitor];
        this.latest = new int[observers][visitors];
        for (int[] row : latest) {
            Arrays.fill(row, -1);
        }
    }

    /** A message was handed to the wire. */
    public void sent(int visitor, int number) {
        states[at(visitor, number)] = SENT;
    }

    /** A message was answered {@code ok}. A second answer changes nothing. */
    public void ok(int visitor, int number) {
        if (states[at(visitor, number)] == SENT) {
            states[at(visitor, number)] = OK;
        }
    }

    /** A message was refused with a code. */
    public void refused(int visitor, int number, String code) {
        if (states[at(visitor, number)] == SENT) {
            states[at(visitor, number)] = REFUSED;
            refusals.merge(code, 1, Integer::sum);
        }
    }

    /**
     * An observer saw a message.
     *
     * @return whether for the first time
     */
    public boolean seen(int observer, int visitor, int number) {
        byte[] row = sights[observer];
        int at = at(visitor, number);
        if (row[at] > 0) {
            doubled++;
            return false;
        }
        row[at] = 1;
        if (number < latest[observer][visitor]) {
            reordered++;
        }
        latest[observer][visitor] = Math.max(number, latest[observer][visitor]);
        return true;
    }

    /** Adds everything up. Costs a pass over all messages. */
    public Audit audit() {
        int lost = 0;
        int seen = 0;
        int refusedButSeen = 0;
        for (byte[] row : sights) {
            for (int at = 0; at < row.length; at++) {
                seen += row[at];
                lost += states[at] == OK && row[at] == 0 ? 1 : 0;
                refusedButSeen += states[at] == REFUSED && row[at] > 0 ? 1 : 0;
            }
        }
        int sent = states.length - count(UNUSED);
        return new Audit(sent, count(OK), refusals, count(SENT), seen, lost, doubled, reordered, refusedButSeen);
    }

    private int count(byte state) {
        int count = 0;
        for (byte each : states) {
            count += each == state ? 1 : 0;
        }
        return count;
    }

    private int at(int visitor, int number) {
        return visitor * perVisitor + number;
    }
}
