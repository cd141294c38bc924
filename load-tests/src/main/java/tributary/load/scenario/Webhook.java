package tributary.load.scenario;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.load.client.HookCarrier;
import tributary.load.traffic.Load;
import tributary.load.traffic.SmsTraffic;

/** A provider posts signed webhooks, whether or not the earlier ones are answered: how long it waits for its 200. */
@Command(
        name = "webhook",
        mixinStandardHelpOptions = true,
        description = "signed webhooks accepted durably, beside a bare Vert.x handler that only thanks")
public final class Webhook implements Callable<Integer> {

    private static final int MOST_CONNECTIONS = 900;

    @Mixin
    private Bench bench = new Bench();

    @Mixin
    private SmsOptions options = new SmsOptions();

    @Option(names = "--connections", description = "of the provider, at most (default: ${DEFAULT-VALUE})")
    private int connections = 64;

    @Override
    public Integer call() throws IOException {
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "--connections: expected 1 to " + MOST_CONNECTIONS + ", found " + connections);
        }
        Load load = options.load();
        SmsTraffic.Carriers carriers = (vertx, server) -> new HookCarrier(vertx, server.address(), connections);
        return bench.besideBareHooks(
                "webhook",
                load.rate() + " signed webhooks/s for " + load.seconds() + " s after " + load.warmUp() + " s from "
                        + load.visitors() + " people, " + connections + " connections at most",
                SmsOptions.trial(load, carriers, true),
                SmsOptions.trial(load, carriers, false));
    }
}
