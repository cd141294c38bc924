package tributary.config.text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One value of the configuration as it was written, before anybody said which type it has. */
public sealed interface Node {

    /** What an operator calls it, for a message about a value of the wrong shape: {@code a list}. */
    String description();

    /** Keys with their values, in the order of the file. */
    record Mapping(Map<String, Node> entries) implements Node {
        public static final Mapping EMPTY = new Mapping(Map.of());

        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** The value of a key, {@link Absent} if the file does not name it. */
        public Node at(String key) {
            return entries.getOrDefault(key, Absent.VALUE);
        }

        @Override
        public String description() {
            return "a section with keys";
        }
    }

    record Sequence(List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String description() {
            return "a list";
        }
    }

    /**
     * A text, number or boolean, exactly as written: {@code 010} and {@code 1_000} are not yet numbers.
     *
     * @param origin where it stands, for messages: the file, or {@code environment TRIBUTARY_HTTP_PORT}
     * @param inFile whether it was written in the YAML file; only there is <code>${NAME}</code> a placeholder
     */
    record Scalar(String text, String origin, boolean inFile) implements Node {
        @Override
        public String description() {
            return "a single value";
        }

        /** Without the text, which may be a secret. */
        @Override
        public String toString() {
            return "Scalar[origin=" + origin + "]";
        }
    }

    /** No such key, or a key without a value. */
    enum Absent implements Node {
        VALUE;

        @Override
        public String description() {
            return "nothing";
        }
    }
}
