package tributary.load.faults.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found to be broken; a few examples of each promise are enough. */
final class Violations {

    private static final int EXAMPLES = 5;

    private final List<String> words = new ArrayList<>();
    private final Map<Promise, Integer> counts = new EnumMap<>(Promise.class);

    void add(Promise promise, String what) {
        if (counts.merge(promise, 1, Integer::sum) <= EXAMPLES) {
            words.add(promise.word() + ": " + what);
        }
    }

    /** Each begins with the word of the promise that was broken. */
    List<String> words() {
        return List.copyOf(words);
    }
}
