package tributary.gateway.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** What a provider does with each try of each message, drawn from a seed; and what it remembers of them. */
final class Plan {

    private static final int LATER_AT_MOST = 2;

    /** What becomes of one try. */
    enum Act {
        /** Taken, and said so. */
        TAKE,
        /** Taken, but the answer says that something went wrong behind the door. */
        TAKE_AND_FAIL,
        /** Taken, and the connection ends before the answer. */
        TAKE_AND_CLOSE,
        /** Taken, and the answer comes too late or never. */
        TAKE_AND_BE_SILENT,
        /** Not taken, but nobody can know that from the answer. */
        FAIL,
        /** Not taken, and the connection ends. */
        CLOSE,
        /** Not now, with a time to wait. */
        LATER,
        /** Not now. */
        BUSY,
        /** Never. */
        REFUSE;

        boolean taken() {
            return List.of(TAKE, TAKE_AND_FAIL, TAKE_AND_CLOSE, TAKE_AND_BE_SILENT)
                    .contains(this);
        }

        boolean notNow() {
            return this == LATER || this == BUSY;
        }
    }

    /** One try, as the provider saw it. */
    record Try(Act act, long at) {}

    private final long seed;
    private final List<Act> weighted = new ArrayList<>();
    private final Map<String, List<Try>> tries = new ConcurrentHashMap<>();

    /** @param weights how often each act comes, in parts of their sum */
    Plan(long seed, Map<Act, Integer> weights) {
        this.seed = seed;
        for (Act act : Act.values()) {
            for (int i = 0; i < weights.getOrDefault(act, 0); i++) {
                weighted.add(act);
            }
        }
    }

    /** Notes one more try of a message, and says what to do with it. Depends on nothing but the seed and the count. */
    synchronized Act next(String message) {
        List<Try> before = tries.computeIfAbsent(message, key -> new ArrayList<>());
        Random random = new Random(seed ^ (31L * message.hashCode() + before.size()) * 0x9E3779B97F4A7C15L);
        Act act = weighted.get(random.nextInt(weighted.size()));
        if (act.notNow() && before.size() >= LATER_AT_MOST) {
            act = Act.TAKE;
        }
        before.add(new Try(act, System.nanoTime()));
        return act;
    }

    /** All tries of a message, in their order. */
    synchronized List<Try> tries(String message) {
        return List.copyOf(tries.getOrDefault(message, List.of()));
    }
}
