package tributary.load.scenario;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;
import tributary.load.report.Figure;
import tributary.load.server.Server;
import tributary.load.traffic.Load;
import tributary.load.traffic.SmsTraffic;

/** How many short messages come in, and the trial that both carriers run. */
final class SmsOptions {

    @Option(names = "--rate", description = "messages a second (default: ${DEFAULT-VALUE})")
    private double rate = 1000;

    @Option(names = "--seconds", description = "seconds that are timed (default: ${DEFAULT-VALUE})")
    private int seconds = 20;

    @Option(names = "--warm-up", description = "seconds before that (default: ${DEFAULT-VALUE})")
    private int warmUp = 30;

    @Option(names = "--senders", description = "people who write in turn (default: ${DEFAULT-VALUE})")
    private int senders = 1000;

    @Option(names = "--bytes", description = "length of a message's text (default: ${DEFAULT-VALUE})")
    private int bytes = 64;

    Load load() {
        if (bytes > 160) {
            throw new IllegalArgumentException("--bytes: expected 16 to 160, found " + bytes);
        }
        return new Load(rate, warmUp, seconds, senders, 1, 0, bytes);
    }

    static Trial trial(Load load, SmsTraffic.Carriers carriers, boolean watched) {
        return server -> measure(server, load, carriers, watched);
    }

    private static Result measure(Server server, Load load, SmsTraffic.Carriers carriers, boolean watched)
            throws IOException {
        try (SmsTraffic traffic = new SmsTraffic(server, load, carriers, watched)) {
            traffic.gather();
            List<Figure> figures = traffic.drive();
            return new Result(figures, traffic.violations(), 0);
        }
    }
}
