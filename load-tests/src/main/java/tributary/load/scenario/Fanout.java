package tributary.load.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.load.report.Figure;
import tributary.load.server.Server;
import tributary.load.traffic.Load;
import tributary.load.traffic.Measured;
import tributary.load.traffic.Traffic;

/** One inbox, many agents: how many deliveries a CPU-second of the server pays for. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        description = "one inbox, many agents: deliveries per CPU-second, beside a bare server")
public final class Fanout implements Callable<Integer> {

    @Mixin
    private Bench bench = new Bench();

    @Mixin
    private TrafficOptions traffic = new TrafficOptions();

    @Option(names = "--agents", description = "agents subscribed to the inbox (default: ${DEFAULT-VALUE})")
    private int agents = 50;

    @Override
    public Integer call() throws IOException {
        Load load = traffic.load(agents, 0);
        return bench.besideBare("fanout", load.toString(), server -> trial(server, load));
    }

    private static Result trial(Server server, Load load) throws IOException {
        try (Traffic traffic = new Traffic(server, load)) {
            traffic.gather();
            Measured measured = traffic.drive();
            List<Figure> figures = new ArrayList<>();
            figures.add(new Figure("deliveries per CPU-second", measured.deliveriesPerCpuSecond(), true));
            figures.add(new Figure("deliveries/s", (double) measured.deliveries() / load.seconds(), true));
            figures.addAll(measured.loadOnTheMachine());
            figures.addAll(measured.latencies());
            figures.addAll(measured.counts());
            return new Result(figures, measured.violations(), measured.eventLength());
        }
    }
}
