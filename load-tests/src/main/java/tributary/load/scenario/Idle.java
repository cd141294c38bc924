package tributary.load.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.load.client.Visitor;
import tributary.load.report.Figure;
import tributary.load.server.CpuTimes;
import tributary.load.server.Memory;
import tributary.load.server.Server;
import tributary.load.traffic.Arrivals;
import tributary.load.traffic.Client;
import tributary.load.wire.Envelope;

/** Visitors who said hello and then nothing: what one of them costs in memory. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = "idle visitors: live heap and resident memory of each, beside a bare server")
public final class Idle implements Callable<Integer> {

    private static final int MOST_VISITORS = 19_500;
    private static final double BYTES_PER_KB = 1024;
    private static final long CONNECT_SECONDS = 120;

    @Mixin
    private Bench bench = new Bench();

    @Option(names = "--visitors", description = "how many stay connected (default: ${DEFAULT-VALUE})")
    private int visitors = 19_000;

    @Option(names = "--open-rate", description = "connections opened a second (default: ${DEFAULT-VALUE})")
    private double openRate = 800;

    @Option(names = "--quiet", description = "seconds of silence before measuring (default: ${DEFAULT-VALUE})")
    private int quiet = 5;

    @Override
    public Integer call() throws IOException {
        if (visitors < 1 || visitors > MOST_VISITORS || openRate < 1 || quiet < 0 || quiet > 600) {
            throw new IllegalArgumentException(
                    "expected 1 to " + MOST_VISITORS + " visitors, 1 or more a second and 0 to 600 s of silence");
        }
        String words = visitors + " idle visitors, opened at " + openRate + "/s";
        return bench.besideBare("idle", words, this::trial);
    }

    private Result trial(Server server) throws IOException {
        Present present = new Present();
        try (Client client = new Client(server.address())) {
            Memory before = Memory.of(server.pid());
            CpuTimes cpuBefore = server.cpu();
            Arrivals arrivals = new Arrivals(client.dialler(), visitors, present);
            client.await(() -> arrivals.begin(client.loop(), openRate), CONNECT_SECONDS + (long) (visitors / openRate));
            CpuTimes cpu = server.cpu().since(cpuBefore);
            Client.sleepUntil(System.nanoTime() + TimeUnit.SECONDS.toNanos(quiet));
            Memory after = Memory.of(server.pid());
            int held = client.ask(() -> arrivals.visitors().size() - present.gone.get());
            return new Result(figures(before, after, cpu, held), violations(held, arrivals), 0);
        }
    }

    private List<Figure> figures(Memory before, Memory after, CpuTimes cpu, int held) {
        double many = Math.max(1, held);
        return List.of(
                new Figure(
                        "live heap KB per visitor",
                        (after.liveHeapBytes() - before.liveHeapBytes()) / many / BYTES_PER_KB,
                        true),
                new Figure("RSS KB per visitor", (after.rssBytes() - before.rssBytes()) / many / BYTES_PER_KB, true),
                new Figure("live heap before KB", before.liveHeapBytes() / BYTES_PER_KB, false),
                new Figure("RSS before KB", before.rssBytes() / BYTES_PER_KB, false),
                new Figure("server CPU ms per arrival", cpu.server() * 1000 / many, true),
                new Figure("arrivals/s", many / (cpu.at() / 1e9), false),
                new Figure("held", held, false),
                new Figure("client CPU %", cpu.percent(cpu.client()), false),
                new Figure("other load CPU %", cpu.otherPercent(), false));
    }

    private List<String> violations(int held, Arrivals arrivals) {
        List<String> found = new ArrayList<>();
        if (held < visitors) {
            found.add(held + " of " + visitors + " visitors held " + arrivals.failures());
        }
        return found;
    }

    /** Counts who left. A visitor who was turned away never was among the present. */
    private static final class Present implements Visitor.Listener {

        private final AtomicInteger gone = new AtomicInteger();

        @Override
        public void accepted(int visitor, int number) {}

        @Override
        public void refused(int visitor, int number, String code) {}

        @Override
        public void pushed(int visitor, Envelope envelope) {}

        @Override
        public void gone(int visitor, int code, String reason) {
            gone.incrementAndGet();
        }
    }
}
