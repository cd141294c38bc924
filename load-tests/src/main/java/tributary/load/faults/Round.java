package tributary.load.faults;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One fault under load, its healing and the check.
 *
 * @param happened whether the fault was seen to happen
 * @param acknowledged messages acknowledged so far, over all rounds
 * @param recoveryMs from the end of the fault until everything that was begun had ended
 */
record Round(Fault fault, boolean happened, int acknowledged, long recoveryMs, List<String> violations) {

    private static final int A_SECOND = 30;
    private static final long BEFORE_MS = 600;
    private static final long AFTER_MS = 1_500;
    private static final long QUIET_SECONDS = 90;

    static Round run(Crew crew, Fault fault, Random random) throws IOException {
        Random traffic = new Random(random.nextLong());
        Load writing = new Load(crew, traffic);
        writing.start();
        Pause.ms(BEFORE_MS + random.nextInt(700));
        boolean happened;
        long healed;
        try {
            happened = fault.inflict(crew, random);
            healed = System.nanoTime();
            Pause.ms(AFTER_MS);
        } finally {
            writing.end();
        }
        crew.town().awaitNode(0);
        crew.town().awaitNode(1);
        Crew.await(QUIET_SECONDS, "answers to all that was begun", crew::settled);
        Crew.await(QUIET_SECONDS, "an empty queue", () -> Checker.quiet(crew.town()));
        long head = Checker.head(crew.town());
        Crew.await(
                QUIET_SECONDS,
                "the agents to be at " + head,
                () -> crew.watchers().stream().allMatch(watcher -> watcher.place() >= head));
        long recovery = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healed);
        crew.book().sync();
        List<String> violations = new Checker(crew.town(), crew.book()).check(crew.watchers());
        return new Round(fault, happened, crew.book().acknowledged().size(), recovery, violations);
    }

    boolean good() {
        return happened && violations.isEmpty();
    }

    /** Writes until it is told to end. */
    private static final class Load {
        private final Crew crew;
        private final Random random;
        private final Thread thread = new Thread(this::write, "traffic");
        private volatile boolean ended;

        Load(Crew crew, Random random) {
            this.crew = crew;
            this.random = random;
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        void end() throws IOException {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", stop);
            }
        }

        private void write() {
            while (!ended) {
                crew.traffic(random, 100, A_SECOND);
            }
        }
    }
}
