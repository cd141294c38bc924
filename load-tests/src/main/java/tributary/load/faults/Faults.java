package tributary.load.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Breaks a cluster of two nodes again and again, and checks every promise after each time. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = "two nodes, PostgreSQL and Redis under load; faults by a seed, and a check after each")
public final class Faults implements Callable<Integer> {

    private static final String HEADER =
            "commit,seed,rounds,counted,acknowledged,violations,lost,doubled,worst_recovery_ms\n";

    @Option(names = "--rounds", description = "how many faults (default: ${DEFAULT-VALUE})")
    private int rounds = 20;

    @Option(names = "--seed", description = "gives the faults and their moments; the same seed gives the same rounds")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--only", paramLabel = "FAULT", split = ",", description = "only these: ${COMPLETION-CANDIDATES}")
    private Set<Fault> only = EnumSet.allOf(Fault.class);

    @Option(names = "--ledger", paramLabel = "FILE", description = "appends the result (default: ${DEFAULT-VALUE})")
    private Path ledger = Path.of("docs/reliability-ledger.csv");

    @Option(names = "--no-ledger", description = "appends nothing")
    private boolean noLedger;

    @Option(names = "--bugs", description = "plants one bug after the other instead; each must be caught")
    private boolean bugs;

    @Option(names = "--bug", paramLabel = "BUG", split = ",", description = "only these bugs")
    private Set<PlantedBug> which = EnumSet.allOf(PlantedBug.class);

    @Option(names = "--home", paramLabel = "FOLDER", description = "the repository's root (default: here)")
    private Path home = Path.of("");

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @Override
    public Integer call() throws IOException {
        return bugs ? plantAll() : breakAgainAndAgain();
    }

    private int breakAgainAndAgain() throws IOException {
        long start = seed.orElseGet(() -> new Random().nextLong() >>> 16);
        out.println("seed " + start + ": repeat with ./tributary bench faults --rounds " + rounds + " --seed " + start);
        Path folder = Files.createTempDirectory("tributary-faults-ledger");
        List<Round> done = new ArrayList<>();
        try (Town town = Town.start(home(), Optional.empty());
                Crew crew = new Crew(town, folder.resolve("ledger.txt"))) {
            crew.gather();
            List<Fault> faults = List.copyOf(EnumSet.copyOf(only));
            for (int i = 0; i < rounds; i++) {
                Random random = new Random(start * 1_000 + i);
                Round round = Round.run(crew, faults.get(random.nextInt(faults.size())), random);
                done.add(round);
                say(i + 1, round);
                if (!round.violations().isEmpty()) {
                    break;
                }
            }
        }
        return summary(start, done);
    }

    private int summary(long start, List<Round> done) throws IOException {
        int counted = (int) done.stream().filter(Round::happened).count();
        int acknowledged = done.stream().mapToInt(Round::acknowledged).max().orElse(0);
        List<String> violations =
                done.stream().flatMap(round -> round.violations().stream()).toList();
        long worst = done.stream().mapToLong(Round::recoveryMs).max().orElse(0);
        out.printf(
                "%d rounds, %d counted, %d acknowledged, %d violations, slowest recovery %d ms%n",
                done.size(), counted, acknowledged, violations.size(), worst);
        if (!noLedger) {
            String line = String.join(
                    ",",
                    List.of(
                            commit(),
                            Long.toString(start),
                            Integer.toString(done.size()),
                            Integer.toString(counted),
                            Integer.toString(acknowledged),
                            Integer.toString(violations.size()),
                            Long.toString(count(violations, "acknowledged")),
                            Long.toString(count(violations, "once")),
                            Long.toString(worst)));
            append(line + "\n");
        }
        return violations.isEmpty() && counted == done.size() ? 0 : 1;
    }

    private int plantAll() throws IOException {
        int missed = 0;
        for (PlantedBug bug : which) {
            Optional<String> caught = plant(bug);
            out.println(
                    bug.word() + ": " + caught.map(words -> "caught: " + words).orElse("NOT CAUGHT"));
            missed += caught.isEmpty() ? 1 : 0;
        }
        out.println(which.size() + " bugs planted, " + missed + " not caught");
        return missed == 0 ? 0 : 1;
    }

    /** What gave it away; empty if a few rounds did not. */
    private Optional<String> plant(PlantedBug bug) throws IOException {
        Path folder = Files.createTempDirectory("tributary-planted-bug");
        try {
            Path classes = bug.plant(home(), folder);
            try (Town town = Town.start(home(), Optional.of(classes));
                    Crew crew = new Crew(town, folder.resolve("ledger.txt"))) {
                try {
                    crew.gather();
                    for (int i = 0; i < rounds; i++) {
                        Round round = Round.run(crew, bug.fault(), new Random(i));
                        if (!round.violations().isEmpty()) {
                            return Optional.of(round.violations().get(0));
                        }
                    }
                    return Optional.empty();
                } catch (StillWaitingException never) {
                    return Optional.of(String.valueOf(never.getMessage()));
                }
            }
        } finally {
            remove(folder);
        }
    }

    private void say(int number, Round round) {
        out.printf(
                "round %d %s: %s, %d acknowledged, all well again after %d ms%n",
                number,
                round.fault().word(),
                round.happened() ? "happened" : "DID NOT HAPPEN",
                round.acknowledged(),
                round.recoveryMs());
        round.violations().forEach(violation -> out.println("  VIOLATION " + violation));
    }

    private static long count(List<String> violations, String promise) {
        return violations.stream()
                .filter(words -> words.startsWith(promise + ":"))
                .count();
    }

    private void append(String line) throws IOException {
        Path file = home().resolve(ledger);
        if (!Files.exists(file)) {
            Files.writeString(file, HEADER);
        }
        Files.writeString(file, line, StandardOpenOption.APPEND);
    }

    private String commit() throws IOException {
        Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
                .directory(home().toFile())
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return said.isEmpty() ? "unknown" : said;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }

    private Path home() {
        return home.toAbsolutePath().normalize();
    }
}
