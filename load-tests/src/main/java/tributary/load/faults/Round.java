package tributary.load.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import tributary.load.faults.check.Checker;
import tributary.load.faults.crew.Crew;
import tributary.load.faults.town.Pause;
import tributary.load.faults.town.StillWaitingException;

/**
 * One fault under load, its healing and the check.
 *
 * @param happened whether the fault was seen to happen
 * @param acknowledged messages that were acknowledged in it
 * @param recoveryMs from the end of the fault until everything that was begun had ended
 */
record Round(Fault fault, boolean happened, int acknowledged, long recoveryMs, List<String> violations) {

    private static final int A_SECOND = 25;
    private static final long BEFORE_MS = 400;
    private static final long AFTER_MS = 500;
    private static final long QUIET_SECONDS = 150;
    private static final long FETCHED_SECONDS = 60;
    private static final long SEEN_SECONDS = 60;

    static Round run(Crew crew, Checker checker, Fault fault, Random random) throws IOException {
        int before = crew.book().acknowledgements();
        Load writing = new Load(crew, new Random(random.nextLong()));
        writing.start();
        Pause.ms(BEFORE_MS + random.nextInt(600));
        boolean happened;
        long healed;
        try {
            happened = fault.inflict(crew, random);
            healed = System.nanoTime();
            crew.town().awaitNode(0);
            crew.town().awaitNode(1);
            Pause.ms(AFTER_MS);
        } finally {
            writing.end();
        }
        List<String> violations = new ArrayList<>(quiet(crew, checker, fault));
        long recovery = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healed);
        crew.book().sync();
        violations.addAll(checker.check(crew.shown(), false));
        return new Round(fault, happened, crew.book().acknowledgements() - before, recovery, violations);
    }

    boolean good() {
        return happened && violations.isEmpty();
    }

    /** Waits until everything that was begun has ended; what does not end is a violation, and the checker says more. */
    private static List<String> quiet(Crew crew, Checker checker, Fault fault) throws IOException {
        try {
            if (fault.cuts()) {
                Crew.await(QUIET_SECONDS, "the nodes to hear each other", crew.town()::together);
            }
            Crew.await(QUIET_SECONDS, "answers to all that was begun", crew::settled);
            Crew.await(FETCHED_SECONDS, "the nodes to fetch what providers keep", checker::fetched);
            Crew.await(QUIET_SECONDS, "an empty queue", checker::quiet);
            Map<String, Long> heads = checker.heads();
            Crew.await(QUIET_SECONDS, "the agents to be at " + heads, () -> crew.watched(heads));
            Crew.await(SEEN_SECONDS, "customers to see their replies", checker::seen);
            return List.of();
        } catch (StillWaitingException never) {
            return List.of("recovery: " + never.getMessage());
        }
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
