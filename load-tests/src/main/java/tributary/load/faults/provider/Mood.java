package tributary.load.faults.provider;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** How a provider takes what comes: kindly, or by turns in every way that is hard. Any thread. */
final class Mood {

    /** What it does with one message. */
    enum Way {
        /** Takes it and says so. */
        TAKE,
        /** Not now. */
        LATER,
        /** Not now, and says when. */
        LATER_AT,
        /** Never. */
        NEVER,
        /** Has it, and is silent. */
        SILENT,
        /** Has it, and hangs up without an answer. */
        HANG_UP,
        /** Fails without a word about the message. */
        BREAK;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final List<Way> HARD =
            List.of(Way.LATER, Way.LATER_AT, Way.NEVER, Way.SILENT, Way.HANG_UP, Way.BREAK, Way.TAKE);

    private final AtomicReference<Random> difficult = new AtomicReference<>();
    private final AtomicInteger hard = new AtomicInteger();

    /** Is difficult from now on. */
    void worsen(Random random) {
        difficult.set(new Random(random.nextLong()));
    }

    void mend() {
        difficult.set(null);
    }

    /** How many messages were not simply taken. */
    int hard() {
        return hard.get();
    }

    synchronized Way next() {
        Random random = difficult.get();
        Way way = random == null ? Way.TAKE : HARD.get(random.nextInt(HARD.size()));
        if (way != Way.TAKE) {
            hard.incrementAndGet();
        }
        return way;
    }
}
