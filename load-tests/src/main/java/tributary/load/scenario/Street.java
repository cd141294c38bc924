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

/** A customer chats, an agent sees it live, the answer comes back: how long each takes, and that nothing is lost. */
@Command(
        name = "street",
        mixinStandardHelpOptions = true,
        description = "open-loop visitors, agents subscribed: latency both ways, beside a bare server")
public final class Street implements Callable<Integer> {

    @Mixin
    private Bench bench = new Bench();

    @Mixin
    private TrafficOptions traffic = new TrafficOptions();

    @Option(names = "--agents", description = "agents subscribed to the inbox (default: ${DEFAULT-VALUE})")
    private int agents = 10;

    @Option(names = "--reply-rate", description = "agent replies a second (default: ${DEFAULT-VALUE})")
    private double replyRate = 20;

    @Override
    public Integer call() throws IOException {
        Load load = traffic.load(agents, replyRate);
        return bench.besideBare("street", load.toString(), server -> trial(server, load));
    }

    private static Result trial(Server server, Load load) throws IOException {
        try (Traffic traffic = new Traffic(server, load)) {
            traffic.gather();
            Measured measured = traffic.drive();
            List<Figure> figures = new ArrayList<>(measured.latencies());
            figures.addAll(measured.loadOnTheMachine());
            figures.addAll(measured.counts());
            return new Result(figures, measured.violations(), measured.eventLength());
        }
    }
}
