package tributary.load.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.load.client.Agent;
import tributary.load.client.Cursor;
import tributary.load.client.DeafAgent;
import tributary.load.report.Figure;
import tributary.load.server.Server;
import tributary.load.traffic.Client;
import tributary.load.traffic.Load;
import tributary.load.traffic.Measured;
import tributary.load.traffic.Traffic;

/** One agent never reads: the others must not feel it, it must be cut, and it must get all that it missed. */
@Command(
        name = "slow",
        mixinStandardHelpOptions = true,
        description = "one agent that never reads: the others' latency with and without it, its cut and its resume")
public final class Slow implements Callable<Integer> {

    private static final long CUT_SECONDS = 60;
    private static final long CATCH_UP_SECONDS = 30;
    private static final int SHORT_GAP = 50;

    @Mixin
    private Bench bench = new Bench();

    @Mixin
    private TrafficOptions traffic = new TrafficOptions();

    @Option(names = "--agents", description = "agents that do read (default: ${DEFAULT-VALUE})")
    private int agents = 10;

    @Override
    public Integer call() throws IOException {
        Load load = traffic.load(agents, 0);
        return bench.twoTrials(
                "slow",
                load.toString(),
                "with a deaf agent",
                server -> withDeaf(server, load),
                "without",
                server -> without(server, load));
    }

    private static Result without(Server server, Load load) throws IOException {
        try (Traffic traffic = new Traffic(server, load)) {
            traffic.gather();
            return result(traffic.drive(), List.of(), List.of());
        }
    }

    private static Result withDeaf(Server server, Load load) throws IOException {
        try (Traffic traffic = new Traffic(server, load)) {
            traffic.gather();
            List<DeafAgent> deaf = new ArrayList<>();
            try {
                Measured measured = traffic.drive(() -> deaf.add(begin(server, traffic)));
                return afterwards(traffic, deaf.get(0), measured);
            } finally {
                for (DeafAgent each : deaf) {
                    each.close();
                }
            }
        }
    }

    /** In the timed seconds: it is cut within a few. */
    private static DeafAgent begin(Server server, Traffic traffic) throws IOException {
        String ticket = traffic.client().await(() -> traffic.client().api().ticket(), 10);
        return DeafAgent.subscribe(server.address(), ticket, Traffic.TOPIC);
    }

    private static Result afterwards(Traffic traffic, DeafAgent deaf, Measured measured) throws IOException {
        List<String> violations = new ArrayList<>();
        if (!awaitCut(deaf)) {
            violations.add("the deaf agent was not cut within " + CUT_SECONDS + " s after the traffic");
        }
        Cursor left = deaf.readRest();
        long head = traffic.client().ask(() -> traffic.agents().get(0).cursor().seq());
        Agent resumed = traffic.resume(left);
        check(traffic, resumed, "from its cursor", head, violations);
        Agent near = traffic.resume(new Cursor(left.epoch(), Math.max(0, head - SHORT_GAP)));
        check(traffic, near, "from " + SHORT_GAP + " behind", head, violations);
        if (!near.recovered()) {
            violations.add("a gap of " + SHORT_GAP + " was not replayed");
        }
        List<Figure> figures = List.of(
                new Figure("missed by the deaf agent", head - left.seq(), false),
                new Figure("its resume was a replay", resumed.recovered() ? 1 : 0, false));
        return result(measured, figures, violations);
    }

    private static boolean awaitCut(DeafAgent deaf) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CUT_SECONDS);
        while (!deaf.isCut()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Client.sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500));
        }
        return true;
    }

    /** Everything up to the head must come, without a hole, or be in the snapshot that the answer carried. */
    private static void check(Traffic traffic, Agent agent, String where, long head, List<String> violations)
            throws IOException {
        boolean there = traffic.client().awaitState(() -> agent.positions().last() >= head, CATCH_UP_SECONDS);
        if (!there || agent.positions().holes() > 0 || agent.positions().repeats() > 0) {
            violations.add("resume " + where + " is not complete: at "
                    + agent.positions().last() + " of " + head
                    + ", " + agent.positions().holes() + " holes, "
                    + agent.positions().repeats() + " repeated");
        }
    }

    private static Result result(Measured measured, List<Figure> more, List<String> violations) {
        List<Figure> figures = new ArrayList<>(measured.toAgent());
        figures.addAll(measured.toOk());
        figures.addAll(more);
        figures.addAll(measured.loadOnTheMachine());
        figures.addAll(measured.counts());
        List<String> all = new ArrayList<>(measured.violations());
        all.addAll(violations);
        return new Result(figures, all, measured.eventLength());
    }
}
