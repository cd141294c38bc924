package tributary.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what is wrong with a configuration, so that an operator sees all of it at once. Not thread-safe. */
public final class Problems {
    private final List<String> lines = new ArrayList<>();

    public void add(String line) {
        lines.add(line);
    }

    /** Runs one read; what is wrong is added here and gives an empty result. */
    public <T> Optional<T> collect(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (ConfigException e) {
            lines.addAll(e.problems());
            return Optional.empty();
        }
    }

    /** @throws ConfigException with everything added so far, if anything was */
    public void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new ConfigException(lines);
        }
    }

    int count() {
        return lines.size();
    }
}
