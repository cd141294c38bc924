package tributary.load.scenario;

import picocli.CommandLine.Option;
import tributary.load.traffic.Load;

/** How much traffic; each scenario has its own defaults for agents and replies. */
final class TrafficOptions {

    @Option(names = "--rate", description = "visitor messages a second (default: ${DEFAULT-VALUE})")
    private double rate = 500;

    @Option(names = "--seconds", description = "seconds that are timed (default: ${DEFAULT-VALUE})")
    private int seconds = 20;

    @Option(names = "--warm-up", description = "seconds before that (default: ${DEFAULT-VALUE})")
    private int warmUp = 30;

    @Option(names = "--visitors", description = "who write in turn (default: ${DEFAULT-VALUE})")
    private int visitors = 200;

    @Option(names = "--bytes", description = "length of a message's text (default: ${DEFAULT-VALUE})")
    private int bytes = 128;

    Load load(int agents, double replyRate) {
        return new Load(rate, warmUp, seconds, visitors, agents, replyRate, bytes);
    }
}
