package tributary.load.scenario;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import tributary.load.report.Report;
import tributary.load.report.ReportJson;
import tributary.load.report.Run;
import tributary.load.report.Table;
import tributary.load.server.BareLauncher;
import tributary.load.server.GatewayLauncher;
import tributary.load.server.Launcher;
import tributary.load.server.Pinning;
import tributary.load.server.Server;

/** The options that all scenarios have, and the rounds that they are run in: A, B, A, B, A, B. */
final class Bench {

    static final String GATEWAY = "gateway";
    static final String BARE = "bare server";

    private static final int FIRST_EVENT_LENGTH = 700;
    private static final int MOST_ROUNDS = 9;

    @Option(names = "--rounds", description = "how often each side runs (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--json", paramLabel = "FILE", description = "write the report as JSON, too")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--only", paramLabel = "SIDE", description = "gateway or bare: leave the other side out")
    private Optional<Only> only = Optional.empty();

    @Option(names = "--pin", description = "server on core 0, client on core 1")
    private boolean pin;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private int eventLength = FIRST_EVENT_LENGTH;
    private List<String> jvmFlags = List.of();

    /** A side alone. */
    enum Only {
        gateway,
        bare
    }

    /** Runs a trial against the gateway and the bare server in turns. */
    int besideBare(String scenario, String words, Trial trial) throws IOException {
        Side gateway = new Side(GATEWAY, this::launchGateway, server -> learn(trial.run(server)));
        Side bare = new Side(BARE, this::launchBare, trial);
        return run(scenario, words, gateway, bare);
    }

    /** As {@link #besideBare}, with a node that takes mail beside a bare mail sink. */
    int besideBareMail(String scenario, String words, Trial gateway, Trial bare) throws IOException {
        return run(
                scenario,
                words,
                new Side(GATEWAY, () -> launch(GatewayLauncher.ofMail(home(), pinning())), gateway),
                new Side(BARE, () -> BareLauncher.ofMail(jvmFlags, pinning()).launch(), bare));
    }

    /** As {@link #besideBare}, with a node that a provider of short messages posts to. */
    int besideBareHooks(String scenario, String words, Trial gateway, Trial bare) throws IOException {
        return run(
                scenario,
                words,
                new Side(GATEWAY, () -> launch(GatewayLauncher.ofHooks(home(), pinning())), gateway),
                new Side(BARE, this::launchBare, bare));
    }

    /** As {@link #besideBare}, with a node that binds to a message centre beside a bare client that does. */
    int besideBareCentre(String scenario, String words, Trial gateway, Trial bare) throws IOException {
        return run(
                scenario,
                words,
                new Side(GATEWAY, () -> launch(GatewayLauncher.ofCentre(home(), pinning())), gateway),
                new Side(BARE, () -> BareLauncher.ofCentre(jvmFlags, pinning()).launch(), bare));
    }

    /** Runs two trials in turns against the same kind of server: the gateway, or the bare one if asked for. */
    int twoTrials(String scenario, String words, String first, Trial one, String second, Trial other)
            throws IOException {
        Launcher launcher = only.filter(side -> side == Only.bare).isPresent() ? this::launchBare : this::launchGateway;
        return compare(scenario, words, new Side(first, launcher, one), new Side(second, launcher, other));
    }

    private int run(String scenario, String words, Side gateway, Side bare) throws IOException {
        return compare(scenario, words, gateway, bare, sides(gateway, bare));
    }

    private int compare(String scenario, String words, Side subject, Side yardstick) throws IOException {
        return compare(scenario, words, subject, yardstick, List.of(subject, yardstick));
    }

    private int compare(String scenario, String words, Side subject, Side yardstick, List<Side> sides)
            throws IOException {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new IllegalArgumentException("--rounds: expected 1 to " + MOST_ROUNDS + ", found " + rounds);
        }
        pinThisProcess();
        List<Run> runs = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (Side side : sides) {
                runs.add(one(side, round));
            }
        }
        return publish(new Report(scenario, words, subject.name(), yardstick.name(), runs));
    }

    private List<Side> sides(Side gateway, Side bare) {
        return Stream.of(gateway, bare)
                .filter(side -> only.isEmpty() || (only.get() == Only.bare) == side.equals(bare))
                .toList();
    }

    private Run one(Side side, int round) throws IOException {
        try (Server server = side.launcher().launch()) {
            Result result = side.trial().run(server);
            Run run = new Run(side.name(), round, result.figures(), result.violations());
            out.println(Table.progress(run));
            return run;
        }
    }

    private int publish(Report report) throws IOException {
        out.println();
        out.print(Table.of(report));
        out.flush();
        if (json.isPresent()) {
            ReportJson.write(report, json.get());
        }
        return report.violations().isEmpty() ? 0 : 1;
    }

    private Server launchGateway() throws IOException {
        return launch(new GatewayLauncher(home(), pinning()));
    }

    private Server launch(GatewayLauncher launcher) throws IOException {
        Server server = launcher.launch();
        jvmFlags = server.jvmFlags();
        return server;
    }

    private Server launchBare() throws IOException {
        return BareLauncher.ofSockets(jvmFlags, eventLength, pinning()).launch();
    }

    /** The yardstick sends events as long as the gateway's were. */
    private Result learn(Result result) {
        eventLength = result.eventLength() == 0 ? eventLength : result.eventLength();
        return result;
    }

    private Pinning pinning() {
        return pin ? Pinning.ONE_CORE_EACH : Pinning.NONE;
    }

    private void pinThisProcess() throws IOException {
        try {
            pinning().applyToThisProcess();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private static Path home() {
        return Path.of(Optional.ofNullable(System.getenv("TRIBUTARY_HOME")).orElse(""))
                .toAbsolutePath();
    }
}
