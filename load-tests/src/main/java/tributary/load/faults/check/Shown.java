package tributary.load.faults.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What one agent was shown of one inbox, over all connections. Written on one thread, read on any. */
public final class Shown {

    private final String agent;
    private final String inbox;
    private final boolean permitted;
    private final Map<Long, String> events = new ConcurrentSkipListMap<>();
    private final AtomicLong skipped = new AtomicLong();
    private volatile long place = -1;
    private volatile long first;
    private boolean live;

    /** @param permitted whether the agent has a right to it */
    public Shown(String agent, String inbox, boolean permitted) {
        this.agent = agent;
        this.inbox = inbox;
        this.permitted = permitted;
    }

    public String agent() {
        return agent;
    }

    public String inbox() {
        return inbox;
    }

    public boolean permitted() {
        return permitted;
    }

    /** The last position that was shown; -1 before the first subscription. */
    public long place() {
        return place;
    }

    long first() {
        return first;
    }

    /** Positions that a snapshot stood for. */
    long skipped() {
        return skipped.get();
    }

    /** Text of the message at each position, empty for events of other kinds. */
    Map<Long, String> events() {
        return events;
    }

    /**
     * A subscription was answered.
     *
     * @param exact whether the missing events follow
     * @return how many events a snapshot stands for
     */
    public long subscribed(long now, boolean exact) {
        live = true;
        if (place < 0) {
            place = now;
            first = now;
            return 0;
        }
        long missed = exact ? 0 : Math.max(0, now - place);
        skipped.addAndGet(missed);
        place = exact ? place : Math.max(place, now);
        return missed;
    }

    public void unsubscribed() {
        live = false;
    }

    /** Whether a heartbeat names a later position than was shown. */
    public boolean behind(long head) {
        return live && permitted && head > place;
    }

    /**
     * An event came.
     *
     * @return what is wrong with it, in words
     */
    public List<String> event(long at, String text) {
        List<String> wrong = new ArrayList<>();
        if (!permitted) {
            wrong.add("was shown position " + at + " of " + inbox + " and has no right to");
        }
        if (at > place + 1) {
            wrong.add("has a hole in " + inbox + " between " + place + " and " + at);
        }
        String before = events.put(at, text);
        if (before != null && !before.equals(text)) {
            wrong.add("was shown two things at position " + at + " of " + inbox);
        }
        place = Math.max(place, at);
        return wrong;
    }
}
