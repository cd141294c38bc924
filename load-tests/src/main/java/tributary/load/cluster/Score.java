package tributary.load.cluster;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;
import tributary.load.report.Figure;

/** What the clients of a pair lived through. Lives on the client's event loop. */
final class Score {

    private static final long LONGEST_US = 600_000_000;
    private static final double US_PER_MS = 1_000;
    private static final int MOST_COMPLAINTS = 5;
    private static final BitSet NONE = new BitSet();

    private final Map<Integer, BitSet> acknowledged = new HashMap<>();
    private final Map<Integer, Map<Integer, Long>> intended = new HashMap<>();
    private final Histogram push = new Histogram(LONGEST_US, 3);
    private final Histogram latePush = new Histogram(LONGEST_US, 3);
    private final Map<Integer, BitSet> writtenOffline = new HashMap<>();
    private final Histogram acceptance = new Histogram(LONGEST_US, 3);
    private final Histogram guests = new Histogram(LONGEST_US, 3);
    private final Histogram desks = new Histogram(LONGEST_US, 3);
    private final Map<String, Integer> wrong = new TreeMap<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final TreeSet<Long> tickets = new TreeSet<>();
    private final List<Window> windows = new ArrayList<>();
    private long lastAcceptance;
    private long longestSilence;
    private long guestsLost;
    private int mostFailures;

    /** What is measured from here on is what counts. */
    void forgetTimes() {
        List.of(push, latePush, acceptance, guests, desks).forEach(Histogram::reset);
        lastAcceptance = 0;
        longestSilence = 0;
        guestsLost = 0;
        mostFailures = 0;
    }

    void intend(int guest, int number, long at) {
        intended.computeIfAbsent(guest, first -> new HashMap<>()).put(number, at);
    }

    /** This message was written while its visitor had no connection: the wait for one is not the agents'. */
    void writtenOffline(int guest, int number) {
        writtenOffline.computeIfAbsent(guest, first -> new BitSet()).set(number);
    }

    void acknowledged(int guest, int number, long at) {
        acknowledged.computeIfAbsent(guest, first -> new BitSet()).set(number);
        long now = System.nanoTime();
        record(acceptance, now - at);
        if (lastAcceptance != 0) {
            longestSilence = Math.max(longestSilence, now - lastAcceptance);
        }
        lastAcceptance = now;
    }

    /** @param back when the agent was back, if it was away; what was due before that waited for the agent */
    void pushed(int guest, int number, long back) {
        Long at = intended.getOrDefault(guest, Map.of()).get(number);
        if (at != null) {
            boolean offline = writtenOffline.getOrDefault(guest, NONE).get(number);
            long now = System.nanoTime();
            record(offline ? latePush : push, now - at);
            boolean away = back != 0 && at - back < 0;
            windows.forEach(window -> window.pushed(at, now, offline || away));
        }
    }

    void guestLost() {
        guestsLost++;
    }

    /** @param failures attempts before the one that brought it back */
    void guestBack(long nanos, int failures) {
        record(guests, nanos);
        mostFailures = Math.max(mostFailures, failures);
    }

    /** @param failures attempts before the one that brought it back */
    void deskBack(long nanos, int failures) {
        record(desks, nanos);
        if (failures > 1) {
            wrong("an agent needed " + (failures + 1) + " attempts to come back");
        }
    }

    void ticket(long number) {
        tickets.add(number);
    }

    List<Long> tickets() {
        return List.copyOf(tickets);
    }

    void refusal(String code) {
        refusals.merge(code, 1, Integer::sum);
    }

    void wrong(String what) {
        wrong.merge(what, 1, Integer::sum);
    }

    /** What was accepted, by guest. */
    Map<Integer, BitSet> acknowledged() {
        return acknowledged;
    }

    long messages() {
        return acknowledged.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    long guestsLost() {
        return guestsLost;
    }

    long guestsBack() {
        return guests.getTotalCount();
    }

    double worstGuestMs() {
        return guests.getMaxValue() / US_PER_MS;
    }

    /** The most attempts that a visitor made in vain before it was back. */
    int mostFailures() {
        return mostFailures;
    }

    /** From now on, until the window is ended, something is broken. */
    Window window(String name) {
        Window opened = new Window(name, System.nanoTime());
        windows.add(opened);
        return opened;
    }

    double worstDeskMs() {
        return desks.getMaxValue() / US_PER_MS;
    }

    double pushP99Ms() {
        return push.getValueAtPercentile(99) / US_PER_MS;
    }

    double slowestAcceptanceMs() {
        return acceptance.getMaxValue() / US_PER_MS;
    }

    double silenceMs() {
        return longestSilence / 1e6;
    }

    List<String> complaints() {
        List<String> all = new ArrayList<>();
        wrong.forEach((what, times) -> {
            if (all.size() < MOST_COMPLAINTS) {
                all.add(what + (times > 1 ? " (" + times + " times)" : ""));
            }
        });
        return all;
    }

    List<Figure> figures() {
        List<Figure> all = new ArrayList<>();
        all.add(new Figure("messages acknowledged", messages(), false));
        all.add(new Figure("message to push p50 ms", push.getValueAtPercentile(50) / US_PER_MS, false));
        all.add(new Figure("message to push p99 ms", pushP99Ms(), false));
        all.add(new Figure("message to push max ms", push.getMaxValue() / US_PER_MS, false));
        if (latePush.getTotalCount() > 0) {
            all.add(new Figure(
                    "written offline",
                    writtenOffline.values().stream()
                            .mapToInt(BitSet::cardinality)
                            .sum(),
                    false));
            all.add(new Figure("written offline to push max ms", latePush.getMaxValue() / US_PER_MS, false));
        }
        all.add(new Figure("message to ok p99 ms", acceptance.getValueAtPercentile(99) / US_PER_MS, false));
        all.add(new Figure("message to ok max ms", slowestAcceptanceMs(), false));
        all.add(new Figure("longest time without an ok ms", silenceMs(), false));
        if (guestsLost > 0) {
            all.add(new Figure("visitors cut off", guestsLost, false));
            all.add(new Figure("visitor back p50 ms", guests.getValueAtPercentile(50) / US_PER_MS, false));
            all.add(new Figure("visitor back max ms", worstGuestMs(), false));
            all.add(new Figure("visitor attempts in vain, most", mostFailures, false));
        }
        if (desks.getTotalCount() > 0) {
            all.add(new Figure("agent back max ms", worstDeskMs(), false));
        }
        windows.forEach(window -> all.addAll(window.figures()));
        refusals.forEach((code, times) -> all.add(new Figure("refused once: " + code, times, false)));
        return all;
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(LONGEST_US, Math.max(0, nanos / 1000)));
    }
}
