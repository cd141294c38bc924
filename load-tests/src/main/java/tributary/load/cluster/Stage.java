package tributary.load.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import tributary.load.client.Api;
import tributary.load.client.Dialler;
import tributary.load.client.Pacer;
import tributary.load.traffic.Client;

/** The clients of a pair: visitors who write, agents who watch, and an agent who answers. Used on the main thread. */
final class Stage implements AutoCloseable {

    private static final int SOURCES = 4;
    private static final int ARRIVALS_EACH_TICK = 15;
    private static final long TICK_MS = 50;
    private static final long SETTLE_SECONDS = 45;

    private final Pair pair;
    private final Score score;
    private final Client client;
    private final Context loop;
    private final Dialler[] diallers;
    private final Api[] apis;
    private final Replies replies;
    private final List<Guest> guests = new ArrayList<>();
    private final List<Desk> desks = new ArrayList<>();

    Stage(Pair pair, Score score) {
        this.pair = pair;
        this.score = score;
        this.client = new Client(pair.address(0));
        this.loop = client.loop();
        Vertx vertx = loop.owner();
        this.diallers = new Dialler[] {client.dialler(), new Dialler(vertx, pair.address(1), SOURCES)};
        this.apis = new Api[] {client.api(), new Api(vertx, pair.address(1))};
        this.replies = new Replies(apis, score);
    }

    /** Brings visitors to a node, and waits for them; they have the next indices. */
    void visitors(int node, int count) throws IOException {
        int first = guests.size();
        for (int i = 0; i < count; i++) {
            guests.add(new Guest(first + i, loop, diallers, node, score));
        }
        for (int from = first; from < guests.size(); from += ARRIVALS_EACH_TICK) {
            List<Guest> next = guests.subList(from, Math.min(guests.size(), from + ARRIVALS_EACH_TICK));
            ask(() -> {
                next.forEach(Guest::come);
                return true;
            });
            sleep(TICK_MS);
        }
        expect("visitors to arrive", 60, () -> guests.stream().allMatch(Guest::synced));
    }

    /** Brings agents to a node, and waits for them. */
    void agents(int node, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            desks.add(new Desk(desks.size(), loop, diallers, apis, node, score));
        }
        ask(() -> {
            desks.stream().filter(desk -> !desk.ready()).forEach(Desk::come);
            return true;
        });
        expect("agents to subscribe", 60, () -> desks.stream().allMatch(Desk::ready));
    }

    /** The first visitors write in turn, evenly, while something happens on this thread; then all is waited for. */
    void drive(int writers, double rate, double replyRate, int seconds, Happening happening) throws IOException {
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        Future<Void> written = ask(() -> {
            Future<Void> messages = new Pacer(loop, start, rate, (int) (rate * seconds))
                    .run((index, due) -> write(index % writers, due));
            Future<Void> answers = replyRate == 0
                    ? Future.succeededFuture()
                    : new Pacer(loop, start, replyRate, (int) (replyRate * seconds))
                            .run((index, due) -> replies.write());
            return Future.all(messages, answers).mapEmpty();
        });
        happening.take();
        expect("the writers to end", seconds + 30L, written::isComplete);
        settle();
    }

    /** As {@link #drive}, but the times do not count; everything else does. */
    void warmUp(int writers, double rate, int seconds) throws IOException {
        drive(writers, rate, 0, seconds, () -> {});
        ask(() -> {
            score.forgetTimes();
            return true;
        });
    }

    /** Something is broken from here on until the happening ends; what agents are shown meanwhile is judged by itself. */
    Window during(String name, Happening happening) throws IOException {
        Window window = ask(() -> score.window(name));
        try {
            happening.take();
        } finally {
            ask(() -> {
                window.end(System.nanoTime());
                return true;
            });
        }
        return window;
    }

    private void write(int guest, long due) {
        score.intend(guest, guests.get(guest).write(due), due);
    }

    /** Runs on while something happens; for when it is not known how long that takes. */
    void driveWhile(int writers, double rate, double replyRate, Happening happening) throws IOException {
        long[] numbers = new long[1];
        Vertx vertx = loop.owner();
        long every = Math.max(1, Math.round(1_000 / rate));
        long messages = ask(() -> vertx.setPeriodic(every, tick -> {
            int index = (int) numbers[0]++;
            write(index % writers, System.nanoTime());
        }));
        long answers = ask(() -> vertx.setPeriodic(Math.round(1_000 / replyRate), tick -> replies.write()));
        try {
            happening.take();
        } finally {
            vertx.cancelTimer(messages);
            vertx.cancelTimer(answers);
        }
        settle();
    }

    private void settle() throws IOException {
        if (!awaitState(SETTLE_SECONDS, () -> guests.stream().allMatch(Guest::settled) && replies.settled())) {
            wrong("after " + SETTLE_SECONDS + " s some messages were still not acknowledged");
        }
        awaitState(SETTLE_SECONDS, () -> missing() == 0);
    }

    /** Waits for a state of the clients; what is not reached in time is a broken promise. */
    void expect(String what, long seconds, Callable<Boolean> state) throws IOException {
        if (!awaitState(seconds, state)) {
            wrong("waited " + seconds + " s in vain for " + what);
        }
    }

    /** As {@link #expect}, of the pair: asked on this thread, because it waits for answers. */
    void expectOf(String what, long seconds, Callable<Boolean> state) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!holds(state)) {
            if (System.nanoTime() - end > 0) {
                wrong("waited " + seconds + " s in vain for " + what);
                return;
            }
            sleep(TICK_MS);
        }
    }

    private static boolean holds(Callable<Boolean> state) throws IOException {
        try {
            return state.call();
        } catch (IOException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new IOException(impossible);
        }
    }

    /** Whether all who were there are there again, at whichever node. */
    boolean everybodyIsBack() {
        return guests.stream().allMatch(Guest::synced) && desks.stream().allMatch(Desk::ready);
    }

    /** A fault that nobody noticed proves nothing. */
    void somebodyWasCutOff() throws IOException {
        if (ask(score::guestsLost) == 0) {
            wrong("nobody was cut off");
        }
    }

    /** Holds what the clients saw against the database, and against each other. */
    void audit() throws IOException {
        long acknowledged = ask(score::messages);
        equal(
                "messages in the database",
                acknowledged,
                pair.count("select count(*) from message where direction = 'inbound'"));
        equal(
                "messages that are there twice",
                0,
                pair.count("select count(*) - count(distinct text) from message where direction = 'inbound'"));
        equal(
                "replies in the database",
                ask(replies::accepted),
                pair.count("select count(distinct text) from message where direction = 'outbound'"));
        equal(
                "replies that are there twice",
                0,
                pair.count("select count(*) - count(distinct text) from message where direction = 'outbound'"));
        equal(
                "inboxes with a hole in their positions",
                0,
                pair.count(
                        "select count(*) from (select count(*) c, max(position) m from ticket_event group by inbox_id)"
                                + " x where c <> m"));
        equal(
                "tickets with a hole",
                0,
                pair.count("select count(*) from (select count(*) c, max(seq) m from ticket_event group by ticket_id)"
                        + " x where c <> m"));
        equal(
                "messages out of order",
                0,
                pair.count("select count(*) from (select split_part(split_part(text, ' ', 1), '-', 2)::int as now,"
                        + " lag(split_part(split_part(text, ' ', 1), '-', 2)::int) over (partition by ticket_id order by"
                        + " seq) as before from message where direction = 'inbound') x where now < before"));
        equal("visitors who came back", ask(score::guestsLost), ask(score::guestsBack));
        equal("messages that agents were not shown", 0, ask(this::missing));
        equal(
                "holes in what agents were shown",
                0,
                ask(() -> desks.stream().mapToLong(Desk::holes).sum()));
        equal(
                "positions that agents were shown twice",
                0,
                ask(() -> desks.stream().mapToLong(Desk::repeats).sum()));
        equal(
                "holes in what visitors were shown",
                0,
                ask(() -> guests.stream().mapToLong(Guest::holes).sum()));
    }

    int retriedReplies() throws IOException {
        return ask(replies::retried);
    }

    <T> T ask(Callable<T> question) throws IOException {
        return client.ask(question);
    }

    static void sleep(long ms) throws IOException {
        Client.sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms));
    }

    void wrong(String what) throws IOException {
        ask(() -> {
            score.wrong(what);
            return true;
        });
    }

    private void equal(String what, long expected, long found) throws IOException {
        if (expected != found) {
            wrong(what + ": expected " + expected + ", found " + found);
        }
    }

    private long missing() {
        return desks.stream()
                .mapToLong(desk -> desk.missing(score.acknowledged()))
                .sum();
    }

    private boolean awaitState(long seconds, Callable<Boolean> state) throws IOException {
        return client.awaitState(state, seconds);
    }

    @Override
    public void close() throws IOException {
        ask(() -> {
            guests.forEach(Guest::leave);
            desks.forEach(Desk::leave);
            return true;
        });
        client.close();
    }

    /** Something that is done to the pair meanwhile. */
    interface Happening {
        void take() throws IOException;
    }
}
