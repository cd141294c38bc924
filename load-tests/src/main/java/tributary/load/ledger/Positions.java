package tributary.load.ledger;

/** Watches one subscriber's stream: positions must follow each other without a hole and without a repeat. */
public final class Positions {

    private long last;
    private int holes;
    private int repeats;

    /** @param start the position already known; the next must be one more */
    public Positions(long start) {
        this.last = start;
    }

    /** Takes the next position that arrived. */
    public void next(long position) {
        if (position <= last) {
            repeats++;
            return;
        }
        if (position > last + 1) {
            holes++;
        }
        last = position;
    }

    /** The highest position seen. */
    public long last() {
        return last;
    }

    /** How often positions were left out. */
    public int holes() {
        return holes;
    }

    /** How often a position came that had been seen or passed. */
    public int repeats() {
        return repeats;
    }
}
