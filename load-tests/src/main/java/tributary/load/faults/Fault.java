package tributary.load.faults;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import tributary.load.faults.crew.Crew;
import tributary.load.faults.town.Engine;
import tributary.load.faults.town.Means;
import tributary.load.faults.town.Pause;

/** What is broken in a round. Each says whether it really happened, and heals before it returns. */
enum Fault {
    /** A node dies, and is started again. */
    KILL_NODE((crew, random) -> {
        Engine node = crew.town().node(random.nextInt(2));
        node.kill();
        boolean gone = !node.isAlive();
        Pause.ms(random.nextInt(1_000));
        node.restart();
        return gone;
    }),

    /** A node stands still for longer than its sessions may idle in a transaction, then goes on as if nothing had been. */
    PAUSE_NODE((crew, random) -> pauseNode(crew, random, 3_000 + random.nextInt(3_000))),

    /** A node stands still for longer than the leases by which it fetches, so that another one does what it had begun. */
    PAUSE_NODE_FOR_LONG((crew, random) -> pauseNode(crew, random, 16_000 + random.nextInt(2_000))),

    /** The node that has the session with the message centre dies, and the other one binds. */
    KILL_BOUND_NODE((crew, random) -> {
        Crew.await(30, "a session with the message centre", () -> !crew.bound().isEmpty());
        Engine node = crew.town().node(crew.bound());
        node.kill();
        boolean gone = !node.isAlive();
        Crew.await(30, "the other node to bind", () -> !crew.bound().isEmpty());
        node.restart();
        return gone;
    }),

    /** A node is asked to stop, drains, and is started again. */
    ROLLING_RESTART((crew, random) -> {
        Engine node = crew.town().node(random.nextInt(2));
        node.terminate(20);
        boolean gone = !node.isAlive();
        node.restart();
        return gone;
    }),

    /** A node and Redis die at once. */
    KILL_NODE_AND_REDIS((crew, random) -> {
        Engine node = crew.town().node(random.nextInt(2));
        node.kill();
        crew.town().redis().kill();
        boolean gone = !node.isAlive() && !crew.town().redis().isAlive();
        node.restart();
        restartAndWait(crew.town().redis());
        return gone;
    }),

    /** PostgreSQL dies with all its processes, and recovers from its log. */
    KILL_POSTGRES((crew, random) -> {
        Engine postgres = crew.town().postgres();
        postgres.kill();
        boolean gone = !postgres.isAlive();
        Pause.ms(200 + random.nextInt(800));
        restartAndWait(postgres);
        return gone;
    }),

    /** One process of PostgreSQL dies, which makes it end all others and recover. */
    KILL_BACKEND(StoreFaults::killBackend),

    /** PostgreSQL is restarted in order, cutting its clients. */
    RESTART_POSTGRES((crew, random) -> {
        Engine postgres = crew.town().postgres();
        postgres.signal("INT");
        postgres.terminate(20);
        boolean gone = !postgres.isAlive();
        restartAndWait(postgres);
        return gone;
    }),

    /** PostgreSQL does not answer for a while, with all connections open. */
    PAUSE_POSTGRES((crew, random) -> {
        List<Long> all = crew.town().postgres().standStill();
        Pause.ms(1_000 + random.nextInt(3_000));
        Engine.signal("CONT", all);
        return !all.isEmpty();
    }),

    /** Every word to and from PostgreSQL is late. */
    SLOW_POSTGRES(StoreFaults::slow),

    /** A node's connections to PostgreSQL lead nowhere, and stay open for a while. */
    HALF_OPEN_POSTGRES(StoreFaults::halfOpen),

    /** PostgreSQL has no room left. */
    FULL_DISK(StoreFaults::fullDisk, Means::volume),

    /** The power fails: what PostgreSQL had not synced is gone, and Redis with it. */
    POWER_CUT(StoreFaults::powerCut, Means::volume),

    /** Redis dies, and comes back empty. */
    KILL_REDIS((crew, random) -> {
        Engine redis = crew.town().redis();
        redis.kill();
        boolean gone = !redis.isAlive();
        Pause.ms(500 + random.nextInt(1_500));
        restartAndWait(redis);
        return gone;
    }),

    /** Redis forgets everything. */
    FLUSH_REDIS((crew, random) -> crew.town().flushRedis()),

    /** Redis hangs, with all connections open. */
    PAUSE_REDIS((crew, random) -> {
        Engine redis = crew.town().redis();
        redis.signal("STOP");
        Pause.ms(1_000 + random.nextInt(2_000));
        redis.signal("CONT");
        return redis.isAlive();
    }),

    /** Every visitor and agent loses the connection at once. */
    RECONNECT_STORM((crew, random) -> crew.cutAll() > 0),

    /** The connections of clients to one node lead nowhere, and stay open. */
    HALF_OPEN_CLIENTS(NetworkFaults::halfOpenClients),

    /** One node hears nothing of the other; both reach PostgreSQL and their clients. */
    CUT_ONE_WAY(NetworkFaults::oneWay, Means::network),

    /** The nodes are cut from each other for some seconds. */
    CUT_BOTH_WAYS(NetworkFaults::bothWays, Means::network),

    /** The same for a minute, in which both have to serve. Only when it is asked for. */
    SPLIT_FOR_A_MINUTE(NetworkFaults::forAMinute, Means::network),

    /** Webhooks come several times, at both nodes, in any order, late, and with other contents. */
    DISORDERED_WEBHOOKS((crew, random) -> {
        int posts = crew.disorder(random, 20);
        Pause.ms(2_500);
        return posts > 20;
    }),

    /** The relay and the carrier refuse, hang up and are silent; then a person decides about what nobody knows. */
    DIFFICULT_PROVIDERS((crew, random) -> {
        int before = crew.providers().hard();
        crew.providers().worsen(random);
        Pause.ms(2_500 + random.nextInt(2_000));
        crew.providers().mend();
        Pause.ms(3_500);
        crew.resolveUnknown(random);
        return crew.providers().hard() > before;
    }),

    /** A node's clock is an hour, some minutes or a year off, then right again. */
    CLOCK_JUMP(StoreFaults::clockJump, Means::clock);

    @SuppressWarnings("ImmutableEnumChecker")
    private final Act act;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Predicate<Means> possible;

    Fault(Act act) {
        this(act, means -> true);
    }

    Fault(Act act, Predicate<Means> possible) {
        this.act = act;
        this.possible = possible;
    }

    /** @return whether it happened: what did not happen proves nothing */
    boolean inflict(Crew crew, Random random) throws IOException {
        return act.inflict(crew, random);
    }

    /** Whether this machine has what it takes. */
    boolean possible(Means means) {
        return possible.test(means);
    }

    /** Whether the nodes have to find each other again after it. */
    boolean cuts() {
        return this == CUT_ONE_WAY || this == CUT_BOTH_WAYS || this == SPLIT_FOR_A_MINUTE;
    }

    /** Whether it is among those that are chosen from when nothing else is said. */
    boolean usual() {
        return this != SPLIT_FOR_A_MINUTE;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean pauseNode(Crew crew, Random random, long ms) throws IOException {
        Engine node = crew.town().node(random.nextInt(2));
        node.signal("STOP");
        Pause.ms(ms);
        boolean stood = node.isAlive();
        node.signal("CONT");
        return stood;
    }

    static void restartAndWait(Engine engine) throws IOException {
        engine.restart();
        engine.awaitReady(30);
    }

    /** Breaks something, and heals it. */
    @FunctionalInterface
    interface Act {
        boolean inflict(Crew crew, Random random) throws IOException;
    }
}
