package tributary.load.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tributary.load.report.Figure;

/** One thing that is done to a fresh pair under load, and what must come of it. */
enum Part {
    latency("visitors at one node, agents at the other") {
        @Override
        void run(Pair pair, Stage stage, Score score, Scale scale) throws IOException {
            stage.visitors(0, scale.visitors());
            stage.agents(1, scale.agents());
            stage.warmUp(scale.visitors(), scale.rate(), WARM_UP_SECONDS);
            stage.drive(scale.visitors(), scale.rate(), 0, scale.seconds(), NOTHING);
            below("message to push p99 ms", stage.ask(score::pushP99Ms), 50, stage);
        }
    },

    node("a node is killed under load, and comes back") {
        @Override
        void run(Pair pair, Stage stage, Score score, Scale scale) throws IOException {
            both(stage, scale);
            stage.warmUp(scale.visitors(), scale.rate(), WARM_UP_SECONDS);
            stage.drive(scale.visitors(), scale.rate(), 0, scale.seconds(), () -> {
                Stage.sleep(scale.seconds() * 300L);
                pair.node(0, "it was killed").kill();
                Stage.sleep(scale.seconds() * 200L);
                pair.restartNode(0);
            });
            stage.expect("everybody to be back", 30, stage::everybodyIsBack);
            stage.somebodyWasCutOff();
            below("visitor back max ms", stage.ask(score::worstGuestMs), 3_000, stage);
            below("agent back max ms", stage.ask(score::worstDeskMs), 3_000, stage);
            below("message to ok max ms", stage.ask(score::slowestAcceptanceMs), 5_000, stage);
        }
    },

    redis("Redis is killed and comes back empty, twice, under load") {
        @Override
        void run(Pair pair, Stage stage, Score score, Scale scale) throws IOException {
            both(stage, scale);
            stage.warmUp(scale.visitors(), scale.rate(), WARM_UP_SECONDS);
            List<Window> windows = new ArrayList<>();
            int seconds = scale.seconds() + 2 * (AFTERWARDS_SECONDS + RECONNECT_SECONDS);
            stage.drive(scale.visitors(), scale.rate(), 0, seconds, () -> {
                for (String which : List.of("1st kill", "2nd kill")) {
                    Stage.sleep(scale.seconds() * 150L);
                    windows.add(stage.during(which, () -> {
                        pair.killRedis();
                        Stage.sleep(scale.seconds() * 150L);
                        pair.restartRedis();
                        stage.expectOf("the nodes to be whole", 30, pair::whole);
                        Stage.sleep(AFTERWARDS_SECONDS * 1_000L);
                    }));
                }
            });
            stage.expectOf("agents in the presence group", 15, () -> pair.redis("ZCARD tributary:presence") > 0);
            stage.expectOf("all sessions in the map", 30, () -> pair.redis("EVAL " + SESSIONS) >= scale.visitors());
            stage.expectOf("rates to be counted", 5, () -> pair.redis("EVAL " + RATES) > 0);
            below("longest time without an ok ms", stage.ask(score::silenceMs), 1_000, stage);
            for (Window window : windows) {
                pushesGoOn(window, stage);
            }
        }
    },

    network("bus, Hazelcast, PostgreSQL and Redis from another network namespace") {
        @Override
        void run(Pair pair, Stage stage, Score score, Scale scale) throws IOException {
            if (!Elsewhere.possible()) {
                stage.wrong("left out: it needs root, and ip (Debian: iproute2)");
                return;
            }
            try (Elsewhere elsewhere = new Elsewhere()) {
                if (!elsewhere.reaches()) {
                    stage.wrong("what listens for everybody is not reached from there: refusals prove nothing");
                }
                for (int port : pair.innerPorts()) {
                    if (!elsewhere.refuses(port)) {
                        stage.wrong("port " + port + " does not refuse who calls from there");
                    }
                }
            }
        }
    },

    restarts("rolling restarts under load, each node in turn") {
        @Override
        void run(Pair pair, Stage stage, Score score, Scale scale) throws IOException {
            both(stage, scale);
            stage.driveWhile(scale.visitors(), scale.gentleRate(), REPLY_RATE, () -> {
                for (int i = 0; i < scale.restarts(); i++) {
                    pair.node(i % 2, "its restart").terminate(STOP_SECONDS);
                    pair.restartNode(i % 2);
                    stage.expectOf("the nodes to be whole", 30, pair::whole);
                }
            });
            stage.somebodyWasCutOff();
            stage.expect("everybody to be back", 30, stage::everybodyIsBack);
            below("a visitor's attempts in vain", stage.ask(score::mostFailures), 2, stage);
        }
    },

    storm("many idle visitors, one of the two nodes is killed") {
        @Override
        void run(Pair pair, Stage stage, Score score, Scale scale) throws IOException {
            both(stage, scale);
            stage.visitors(0, scale.crowd() / 2);
            stage.visitors(1, scale.crowd() - scale.crowd() / 2);
            List<Window> storm = new ArrayList<>();
            stage.drive(scale.visitors(), scale.stormRate(), 0, 75, () -> {
                Stage.sleep(3_000);
                storm.add(stage.during("storm", () -> {
                    pair.node(0, "it was killed").kill();
                    Stage.sleep(1_000);
                    stage.expect("everybody to be back", 60, stage::everybodyIsBack);
                }));
            });
            stage.somebodyWasCutOff();
            below("visitor back max ms", stage.ask(score::worstGuestMs), 60_000, stage);
            pushesGoOn(storm.get(0), stage);
        }
    };

    private static final Stage.Happening NOTHING = () -> {};
    private static final int WARM_UP_SECONDS = 10;
    private static final int AFTERWARDS_SECONDS = 5;
    private static final int RECONNECT_SECONDS = 5;
    private static final long STOP_SECONDS = 11;
    private static final double REPLY_RATE = 5;
    private static final String COUNT = "\"return #redis.call('keys',ARGV[1])\" 0 tributary:";
    private static final String SESSIONS = COUNT + "session:*";
    private static final String RATES = COUNT + "rate:*";

    private final String words;

    Part(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    abstract void run(Pair pair, Stage stage, Score score, Scale scale) throws IOException;

    /** Everything that was measured, after the audit. */
    List<Figure> measure(Pair pair, Stage stage, Score score, Scale scale) throws IOException {
        run(pair, stage, score, scale);
        stage.audit();
        List<Figure> figures = stage.ask(score::figures);
        int retried = stage.retriedReplies();
        if (retried > 0) {
            figures.add(new Figure("replies tried twice", retried, false));
        }
        return figures;
    }

    private static void both(Stage stage, Scale scale) throws IOException {
        stage.visitors(0, scale.visitors() / 2);
        stage.visitors(1, scale.visitors() - scale.visitors() / 2);
        stage.agents(0, scale.agents() / 2);
        stage.agents(1, scale.agents() - scale.agents() / 2);
    }

    private static void below(String what, double found, double limit, Stage stage) throws IOException {
        if (found >= limit) {
            stage.wrong("%s: expected less than %.0f, measured %.0f".formatted(what, limit, found));
        }
    }

    /** What agents were shown while something was broken, and nothing else: a p99 of few pushes would not be one. */
    private static void pushesGoOn(Window window, Stage stage) throws IOException {
        long pushes = stage.ask(window::pushes);
        if (stage.ask(window::tooFew)) {
            stage.wrong("%s: %d pushes are too few for a p99".formatted(window.name(), pushes));
        }
        below(window.name() + ": push p99 ms", stage.ask(window::pushP99Ms), 1_000, stage);
    }

    /**
     * @param visitors who write
     * @param rate their messages a second
     * @param gentleRate the same where something else is the load
     * @param stormRate the same while a crowd comes back
     * @param crowd visitors who only are there
     */
    record Scale(
            int visitors,
            int agents,
            double rate,
            double gentleRate,
            double stormRate,
            int seconds,
            int restarts,
            int crowd) {}
}
