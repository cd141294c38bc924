package tributary.load.traffic;

import java.util.ArrayList;
import java.util.List;
import tributary.load.report.Figure;

/** What one stretch of mail gave: its senders are {@code first} and those after it. Lives on the client's event loop. */
public final class Stretch {

    private static final double NANOS = 1e9;

    private final String name;
    private final int first;
    private final int sessions;
    private final int bytes;
    private final List<List<Long>> due = new ArrayList<>();
    private final Latency toOk = new Latency();
    private final Latency toAgent = new Latency();
    private final long start = System.nanoTime();
    private long end;
    private long lastSeen = start;
    private int ok;
    private int okInTime;
    private int seen;
    private int backlog;

    Stretch(String name, int first, int sessions, int bytes) {
        this.name = name;
        this.first = first;
        this.sessions = sessions;
        this.bytes = bytes;
        for (int i = 0; i < sessions; i++) {
            due.add(new ArrayList<>());
        }
    }

    int sessions() {
        return sessions;
    }

    int bytes() {
        return bytes;
    }

    int sender(int session) {
        return first + session;
    }

    boolean has(int sender) {
        return sender >= first && sender < first + sessions;
    }

    /** @param intended when it should have been sent */
    int begin(int session, long intended) {
        due.get(session).add(intended);
        return due.get(session).size() - 1;
    }

    void accepted(int session, int number) {
        ok++;
        toOk.record(System.nanoTime() - due.get(session).get(number));
    }

    void seen(int sender, int number) {
        seen++;
        lastSeen = System.nanoTime();
        toAgent.record(lastSeen - due.get(sender - first).get(number));
    }

    void timeIsOver() {
        end = System.nanoTime();
        okInTime = ok;
        backlog = ok - seen;
    }

    /** Whether everything accepted has been seen. */
    boolean settled() {
        return seen >= ok;
    }

    /** @param watched whether somebody looked at what became of the mails */
    List<Figure> figures(boolean watched) {
        double seconds = (end - start) / NANOS;
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(name + ": accepted/s", okInTime / seconds, true));
        figures.add(new Figure(name + ": acceptance p50 ms", toOk.at(50), true));
        figures.add(new Figure(name + ": acceptance p99 ms", toOk.at(99), true));
        if (watched) {
            figures.add(new Figure(name + ": threaded/s", seen / ((Math.max(end, lastSeen) - start) / NANOS), false));
            figures.add(new Figure(name + ": to agent p99 ms", toAgent.at(99), false));
            figures.add(new Figure(name + ": backlog at the end", backlog, false));
            figures.add(new Figure(name + ": backlog gone after ms", Math.max(0, lastSeen - end) / 1e6, false));
        }
        return figures;
    }
}
