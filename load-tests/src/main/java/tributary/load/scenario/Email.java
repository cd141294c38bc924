package tributary.load.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.load.report.Figure;
import tributary.load.server.CpuTimes;
import tributary.load.server.Server;
import tributary.load.traffic.MailTraffic;
import tributary.load.traffic.Stretch;

/** Mail comes in: how fast it is accepted and threaded, and how long a sender waits for its 250. */
@Command(
        name = "email",
        mixinStandardHelpOptions = true,
        description = "mails accepted and threaded, beside a bare sink that only fsyncs")
public final class Email implements Callable<Integer> {

    private static final int KB = 1024;
    private static final int MOST_SESSIONS = 100;

    @Mixin
    private Bench bench = new Bench();

    @Option(names = "--sessions", split = ",", description = "sessions at once (default: ${DEFAULT-VALUE})")
    private List<Integer> sessions = List.of(1, 10, 50);

    @Option(names = "--sizes", split = ",", description = "KB of a mail (default: ${DEFAULT-VALUE})")
    private List<Integer> sizes = List.of(2, 200);

    @Option(names = "--seconds", description = "seconds of each burst (default: ${DEFAULT-VALUE})")
    private int seconds = 5;

    @Option(names = "--rate", description = "mails a second of the steady part (default: ${DEFAULT-VALUE})")
    private double rate = 200;

    @Option(names = "--steady", description = "seconds of the steady part (default: ${DEFAULT-VALUE})")
    private int steady = 20;

    @Option(names = "--warm-up", description = "seconds at half that rate before all (default: ${DEFAULT-VALUE})")
    private int warmUp = 20;

    @Override
    public Integer call() throws IOException {
        boolean wrong = sessions.stream().anyMatch(count -> count < 1 || count > MOST_SESSIONS)
                || sizes.stream().anyMatch(size -> size < 1 || size > 10_000)
                || seconds < 1
                || steady < 1
                || warmUp < 0
                || rate < 1;
        if (wrong) {
            throw new IllegalArgumentException("expected 1 to " + MOST_SESSIONS
                    + " sessions, sizes of 1 to 10000 KB, and times and a rate of at least 1");
        }
        String words = "mails of " + sizes + " KB from " + sessions + " sessions for " + seconds + " s each, then "
                + rate + "/s of 2 KB for " + steady + " s";
        return bench.besideBareMail("email", words, server -> trial(server, true), server -> trial(server, false));
    }

    private Result trial(Server server, boolean watched) throws IOException {
        try (MailTraffic traffic = new MailTraffic(server, watched)) {
            traffic.gather();
            if (warmUp > 0) {
                traffic.pace("warm-up", 10, 2 * KB, rate / 2, warmUp);
            }
            CpuTimes before = server.cpu();
            Stretch even = traffic.pace("steady", 10, 2 * KB, rate, steady);
            CpuTimes cpu = server.cpu().since(before);
            List<Figure> figures = new ArrayList<>(traffic.figures(even));
            figures.addAll(cpu.figures("steady: "));
            for (int size : sizes) {
                for (int count : sessions) {
                    String name = size + " KB x " + count;
                    figures.addAll(traffic.figures(traffic.burst(name, count, size * KB, seconds)));
                }
            }
            figures.add(new Figure("refused", traffic.refused(), false));
            return new Result(figures, traffic.violations(), 0);
        }
    }
}
