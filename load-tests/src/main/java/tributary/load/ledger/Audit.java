package tributary.load.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a ledger adds up to. Observer figures count once per observer: one message that two agents miss is lost twice.
 *
 * @param sent messages handed to the wire
 * @param ok of these, answered {@code ok}
 * @param refused of these, answered {@code err}, by code
 * @param silent of these, never answered
 * @param seen first sights by observers
 * @param lost messages answered {@code ok} that an observer never saw
 * @param doubled sights beyond the first
 * @param reordered sights of a message after a later one of the same visitor
 * @param refusedButSeen messages answered {@code err} that were seen; allowed after {@code unavailable}, where nobody
 *     can know whether the commit counted
 */
public record Audit(
        int sent,
        int ok,
        Map<String, Integer> refused,
        int silent,
        int seen,
        int lost,
        int doubled,
        int reordered,
        int refusedButSeen) {

    /** Freezes the codes. */
    public Audit {
        refused = Map.copyOf(refused);
    }

    /** How many were answered {@code err}. */
    public int err() {
        return refused.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether nothing is awaited any more. */
    public boolean settled() {
        return silent == 0 && lost == 0;
    }

    /** What must never be, in words; empty when all is well. */
    public List<String> violations(String what) {
        List<String> found = new ArrayList<>();
        say(found, silent, what + " never answered");
        say(found, lost, what + " lost");
        say(found, doubled, what + " doubled");
        say(found, reordered, what + " out of order");
        return found;
    }

    private static void say(List<String> found, int count, String words) {
        if (count > 0) {
            found.add(count + " " + words);
        }
    }
}
