package tributary.load.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tributary.load.faults.check.Book;
import tributary.load.faults.check.Checker;
import tributary.load.faults.crew.Crew;
import tributary.load.faults.plant.PlantedBug;
import tributary.load.faults.plant.TestBuild;
import tributary.load.faults.town.Means;
import tributary.load.faults.town.StillWaitingException;
import tributary.load.faults.town.Town;

/** Breaks a cluster of two nodes again and again, and checks every promise after each time. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = "two nodes, PostgreSQL and Redis under load; faults by a seed, and a check after each")
public final class Faults implements Callable<Integer> {

    private static final int ROUNDS_OF_A_TOWN = 50;
    private static final int SETTLE_SECONDS = 240;
    private static final int BUG_ROUNDS = 3;
    private static final int BUG_SETTLE_SECONDS = 80;

    @Option(names = "--rounds", description = "how many faults (default: ${DEFAULT-VALUE})")
    private int rounds = 20;

    @Option(names = "--seed", description = "gives the faults and their moments; the same seed gives the same rounds")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--from", description = "number of the first round, to repeat one (default: ${DEFAULT-VALUE})")
    private int from = 1;

    @Option(names = "--only", paramLabel = "FAULT", split = ",", description = "only these: ${COMPLETION-CANDIDATES}")
    private Set<Fault> only = EnumSet.noneOf(Fault.class);

    @Option(names = "--ledger", paramLabel = "FILE", description = "appends the result (default: ${DEFAULT-VALUE})")
    private Path ledger = Path.of("docs/reliability-ledger.csv");

    @Option(names = "--no-ledger", description = "appends nothing")
    private boolean noLedger;

    @Option(names = "--bugs", description = "plants one bug after the other instead; each must be caught")
    private boolean bugs;

    @Option(names = "--bug", paramLabel = "BUG", split = ",", description = "only these bugs: ${COMPLETION-CANDIDATES}")
    private Set<PlantedBug> which = EnumSet.noneOf(PlantedBug.class);

    @Option(names = "--home", paramLabel = "FOLDER", description = "the repository's root (default: here)")
    private Path home = Path.of("");

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @Override
    public Integer call() throws IOException {
        return bugs || !which.isEmpty() ? plantAll() : breakAgainAndAgain();
    }

    private int breakAgainAndAgain() throws IOException {
        long start = seed.orElseGet(() -> new Random().nextLong() >>> 16);
        out.println("seed " + start + ": repeat with ./tributary bench faults --rounds " + rounds + " --seed " + start);
        Means all = Means.all();
        List<Fault> faults = faults(all);
        Means means = means(all, faults);
        Summary summary = new Summary(home(), start);
        Path build = Files.createTempDirectory("faults-build");
        Means built = means.clock() ? means.with(TestBuild.settableClock(home(), build)) : means;
        boolean whole = true;
        for (int next = from; next < from + rounds && summary.clean() && whole; next += ROUNDS_OF_A_TOWN) {
            whole = inOneTown(built, faults, start, next, Math.min(from + rounds, next + ROUNDS_OF_A_TOWN), summary);
        }
        Summary.remove(build);
        out.println(summary.words());
        if (!noLedger) {
            summary.append(ledger);
        }
        return whole && summary.good() ? 0 : 1;
    }

    /** Those that were asked for, or all; what this machine has no means for is left out, and said. */
    private List<Fault> faults(Means means) {
        List<Fault> wanted = Arrays.stream(Fault.values())
                .filter(fault -> only.isEmpty() ? fault.usual() : only.contains(fault))
                .toList();
        List<Fault> possible =
                wanted.stream().filter(fault -> fault.possible(means)).toList();
        if (possible.size() < wanted.size()) {
            out.println("left out: "
                    + wanted.stream()
                            .filter(fault -> !fault.possible(means))
                            .map(Fault::word)
                            .toList()
                    + ", because of " + Means.obstacles());
        }
        if (possible.isEmpty()) {
            throw new IllegalArgumentException("--only: none of these faults is possible on this machine");
        }
        return possible;
    }

    /** Only what some fault needs: a namespace or another clock changes the rest a little. */
    private static Means means(Means all, List<Fault> faults) {
        return new Means(
                Optional.empty(),
                all.volume() && needs(faults, new Means(Optional.empty(), false, true, true)),
                all.network() && needs(faults, new Means(Optional.empty(), true, false, true)),
                all.clock() && needs(faults, new Means(Optional.empty(), true, true, false)));
    }

    private static boolean needs(List<Fault> faults, Means less) {
        return faults.stream().anyMatch(fault -> !fault.possible(less));
    }

    /** @return false if the harness itself failed; what was done until then counts, and no more rounds make sense */
    private boolean inOneTown(Means means, List<Fault> faults, long start, int first, int end, Summary summary) {
        try {
            live(means, faults, start, first, end, summary);
            return true;
        } catch (IOException failure) {
            out.println("the harness itself failed: " + failure);
            return false;
        }
    }

    private void live(Means means, List<Fault> faults, long start, int first, int end, Summary summary)
            throws IOException {
        Path folder = Files.createTempDirectory("faults-ledgers");
        boolean fine = false;
        try (Town town = Town.prepare(home(), means);
                Book book = new Book(folder);
                Crew crew = new Crew(town, book)) {
            try {
                town.start();
                crew.gather();
                run(crew, new Checker(town, book), faults, start, first, end, summary);
                fine = summary.clean();
            } finally {
                if (!fine) {
                    town.copyLogs(folder);
                    out.println("the ledgers and logs are in " + folder);
                }
            }
        }
        if (fine) {
            Summary.remove(folder);
        }
    }

    private void run(Crew crew, Checker checker, List<Fault> faults, long start, int first, int end, Summary summary)
            throws IOException {
        for (int number = first; number < end && summary.clean(); number++) {
            Random random = new Random(start * 1_000 + number);
            Fault fault = faults.get(random.nextInt(faults.size()));
            Round round = Round.run(crew, checker, fault, random);
            summary.add(round);
            say(number, round);
        }
        if (summary.clean()) {
            summary.add(settle(crew, checker, SETTLE_SECONDS));
        }
    }

    /** Every reply comes to its end, then everything is looked at once more. */
    private List<String> settle(Crew crew, Checker checker, int seconds) throws IOException {
        List<String> violations = new ArrayList<>();
        try {
            Crew.await(seconds, "every reply to come to its end", checker::settled);
            Crew.await(60, "the nodes to hear each other", crew.town()::together);
            Crew.await(20, "customers to see their replies", checker::seen);
        } catch (StillWaitingException never) {
            violations.add("recovery: " + never.getMessage());
        }
        violations.addAll(checker.check(crew.shown(), true));
        violations.forEach(violation -> out.println("  VIOLATION " + violation));
        return violations;
    }

    private int plantAll() throws IOException {
        Set<PlantedBug> planted = which.isEmpty() ? EnumSet.allOf(PlantedBug.class) : which;
        int missed = 0;
        for (PlantedBug bug : planted) {
            missed += tried(bug) ? 0 : 1;
        }
        out.println(planted.size() + " bugs planted, " + missed + " not caught");
        return missed == 0 ? 0 : 1;
    }

    /** Whether the promise that the bug breaks was seen to be broken. */
    private boolean tried(PlantedBug bug) {
        String words = bug.word() + " (breaks " + bug.promise().word() + "): ";
        try {
            List<String> violations = plant(bug);
            Optional<String> sign =
                    violations.stream().filter(bug.promise()::isBrokenBy).findFirst();
            out.println(
                    words + sign.map(found -> "caught: " + found).orElse("NOT CAUGHT, though there was " + violations));
            return sign.isPresent();
        } catch (IOException failure) {
            out.println(words + "COULD NOT BE TRIED: " + failure.getMessage());
            return false;
        }
    }

    /** All that was found wrong. */
    private List<String> plant(PlantedBug bug) throws IOException {
        Path folder = Files.createTempDirectory("planted-bug");
        try {
            Path classes = bug.plant(home(), folder);
            try (Town town = Town.prepare(home(), Means.PLAIN.with(classes));
                    Book book = new Book(folder);
                    Crew crew = new Crew(town, book)) {
                town.start();
                return violations(crew, new Checker(town, book), bug);
            }
        } finally {
            Summary.remove(folder);
        }
    }

    private List<String> violations(Crew crew, Checker checker, PlantedBug bug) throws IOException {
        List<String> violations = new ArrayList<>();
        try {
            crew.gather();
            for (int i = 0; i < BUG_ROUNDS && violations.isEmpty(); i++) {
                violations.addAll(Round.run(crew, checker, Fault.valueOf(bug.fault()), new Random(i))
                        .violations());
            }
        } catch (StillWaitingException never) {
            violations.add("recovery: " + never.getMessage());
        }
        if (violations.stream().noneMatch(bug.promise()::isBrokenBy)) {
            violations.addAll(settle(crew, checker, BUG_SETTLE_SECONDS));
        }
        return violations;
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

    private Path home() {
        return home.toAbsolutePath().normalize();
    }
}
