package tributary.load.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tributary.load.report.Figure;

/** Two nodes, PostgreSQL and Redis on loopback: what clients notice when nothing happens, and when something does. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "two nodes: latency across them, a killed node, Redis killed twice, rolling restarts, a storm")
public final class ClusterBench implements Callable<Integer> {

    @Option(names = "--only", description = "these parts: ${COMPLETION-CANDIDATES}", split = ",")
    private List<Part> only = new ArrayList<>();

    @Option(names = "--rate", description = "messages a second (default: ${DEFAULT-VALUE})")
    private double rate = 300;

    @Option(names = "--seconds", description = "of load in a part (default: ${DEFAULT-VALUE})")
    private int seconds = 30;

    @Option(names = "--writers", description = "visitors who write (default: ${DEFAULT-VALUE})")
    private int writers = 60;

    @Option(names = "--agents", description = "agents who watch (default: ${DEFAULT-VALUE})")
    private int agents = 10;

    @Option(names = "--restarts", description = "rolling restarts (default: ${DEFAULT-VALUE})")
    private int restarts = 20;

    @Option(names = "--visitors", description = "visitors of the storm (default: ${DEFAULT-VALUE})")
    private int visitors = 16_000;

    @Option(names = "--gentle-rate", description = "messages a second in restarts (default: ${DEFAULT-VALUE})")
    private double gentleRate = 40;

    @Option(names = "--storm-rate", description = "messages a second in the storm (default: ${DEFAULT-VALUE})")
    private double stormRate = 40;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @Override
    public Integer call() throws IOException {
        Part.Scale scale = new Part.Scale(writers, agents, rate, gentleRate, stormRate, seconds, restarts, visitors);
        int broken = 0;
        for (Part part : only.isEmpty() ? Arrays.asList(Part.values()) : only) {
            broken += run(part, scale);
        }
        return broken == 0 ? 0 : 1;
    }

    private int run(Part part, Part.Scale scale) throws IOException {
        Score score = new Score();
        try (Pair pair = new Pair(home());
                Stage stage = new Stage(pair, score)) {
            List<Figure> figures = part.measure(pair, stage, score, scale);
            List<String> wrong = stage.ask(score::complaints);
            out.printf("%n%s: %s%n", part.name(), part.words());
            figures.forEach(figure -> out.printf("  %-34s %,12.1f%n", figure.name(), figure.value()));
            wrong.forEach(what -> out.println("  BROKEN " + what));
            return wrong.size();
        }
    }

    private static Path home() {
        return Path.of(Optional.ofNullable(System.getenv("TRIBUTARY_HOME")).orElse(""))
                .toAbsolutePath();
    }
}
