package tributary.load.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tributary.load.faults.check.Promise;

/** What all rounds of one run came to, in a sentence and as a line of the ledger that is kept with the source. */
final class Summary {

    private static final String HEADER =
            "commit,seed,rounds,counted,acknowledged,violations,lost,doubled,worst_recovery_ms\n";

    private final Path home;
    private final long seed;
    private final List<Round> rounds = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    Summary(Path home, long seed) {
        this.home = home;
        this.seed = seed;
    }

    void add(Round round) {
        rounds.add(round);
        violations.addAll(round.violations());
    }

    /** What was found after the last round. */
    void add(List<String> found) {
        violations.addAll(found);
    }

    boolean clean() {
        return violations.isEmpty();
    }

    /** Whether nothing was broken and every fault was seen to happen. */
    boolean good() {
        return clean() && counted() == rounds.size();
    }

    String words() {
        return "%d rounds, %d counted, %d acknowledged, %d violations, slowest recovery %d ms"
                .formatted(rounds.size(), counted(), acknowledged(), violations.size(), worst());
    }

    /** @param ledger relative to the repository's root */
    void append(Path ledger) throws IOException {
        Path file = home.resolve(ledger);
        if (!Files.exists(file)) {
            Files.writeString(file, HEADER);
        }
        List<Object> values = List.of(
                commit(),
                seed,
                rounds.size(),
                counted(),
                acknowledged(),
                violations.size(),
                broken(Promise.ACKNOWLEDGED),
                broken(Promise.ONCE),
                worst());
        String line = String.join(",", values.stream().map(String::valueOf).toList());
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }

    private int counted() {
        return (int) rounds.stream().filter(Round::happened).count();
    }

    private int acknowledged() {
        return rounds.stream().mapToInt(Round::acknowledged).sum();
    }

    private long worst() {
        return rounds.stream().mapToLong(Round::recoveryMs).max().orElse(0);
    }

    private long broken(Promise promise) {
        return violations.stream().filter(promise::isBrokenBy).count();
    }

    private String commit() throws IOException {
        Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
                .directory(home.toFile())
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return said.isEmpty() ? "unknown" : said;
    }
}
