package tributary.load.scenario;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.load.client.CentreCarrier;
import tributary.load.traffic.Load;
import tributary.load.traffic.SmsTraffic;

/** A message centre delivers in a window: how long it waits for the answer that says the message is durable. */
@Command(
        name = "smpp",
        mixinStandardHelpOptions = true,
        description = "deliver_sm acknowledged after the journal, beside a bare client that answers at once")
public final class Smpp implements Callable<Integer> {

    private static final int MOST_WINDOW = 400;

    @Mixin
    private Bench bench = new Bench();

    @Mixin
    private SmsOptions options = new SmsOptions();

    @Option(names = "--window", description = "deliveries that may be unanswered (default: ${DEFAULT-VALUE})")
    private int window = 50;

    @Override
    public Integer call() throws IOException {
        if (window < 1 || window > MOST_WINDOW) {
            throw new IllegalArgumentException("--window: expected 1 to " + MOST_WINDOW + ", found " + window);
        }
        Load load = options.load();
        SmsTraffic.Carriers carriers = (vertx, server) -> new CentreCarrier(vertx, server.ownPort(), window);
        return bench.besideBareCentre(
                "smpp",
                load.rate() + " deliver_sm/s for " + load.seconds() + " s after " + load.warmUp() + " s from "
                        + load.visitors() + " people, window " + window,
                SmsOptions.trial(load, carriers, true),
                SmsOptions.trial(load, carriers, false));
    }
}
