package tributary.load.faults;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What is broken in a round. Each says whether it really happened, and heals before it returns. */
enum Fault {
    /** A node dies, and is started again. */
    KILL_NODE {
        @Override
        boolean inflict(Crew crew, Random random) throws IOException {
            Engine node = crew.town().node(random.nextInt(2));
            node.kill();
            boolean gone = !node.isAlive();
            Pause.ms(random.nextInt(1_000));
            node.restart();
            return gone;
        }
    },

    /** A node stands still for longer than its sessions may idle in a transaction, then goes on as if nothing had been. */
    PAUSE_NODE {
        @Override
        boolean inflict(Crew crew, Random random) throws IOException {
            Engine node = crew.town().node(random.nextInt(2));
            node.signal("STOP");
            Pause.ms(3_000 + random.nextInt(3_000));
            boolean stood = node.isAlive();
            node.signal("CONT");
            return stood;
        }
    },

    /** PostgreSQL dies with all its processes, and recovers from its log. */
    KILL_POSTGRES {
        @Override
        boolean inflict(Crew crew, Random random) throws IOException {
            Engine postgres = crew.town().postgres();
            postgres.kill();
            boolean gone = !postgres.isAlive();
            Pause.ms(200 + random.nextInt(800));
            restartAndWait(postgres);
            return gone;
        }
    },

    /** PostgreSQL is restarted in order, cutting its clients. */
    RESTART_POSTGRES {
        @Override
        boolean inflict(Crew crew, Random random) throws IOException {
            Engine postgres = crew.town().postgres();
            postgres.signal("INT");
            postgres.terminate(20);
            boolean gone = !postgres.isAlive();
            restartAndWait(postgres);
            return gone;
        }
    },

    /** PostgreSQL does not answer for a while, with all connections open. */
    PAUSE_POSTGRES {
        @Override
        boolean inflict(Crew crew, Random random) throws IOException {
            Engine postgres = crew.town().postgres();
            List<Long> all = postgres.family();
            Engine.signal("STOP", all);
            Pause.ms(1_000 + random.nextInt(3_000));
            Engine.signal("CONT", all);
            return !all.isEmpty();
        }
    },

    /** Redis dies, and comes back empty. */
    KILL_REDIS {
        @Override
        boolean inflict(Crew crew, Random random) throws IOException {
            Engine redis = crew.town().redis();
            redis.kill();
            boolean gone = !redis.isAlive();
            Pause.ms(500 + random.nextInt(1_500));
            restartAndWait(redis);
            return gone;
        }
    },

    /** Redis forgets everything. */
    FLUSH_REDIS {
        @Override
        boolean inflict(Crew crew, Random random) throws IOException {
            return crew.town().flushRedis();
        }
    },

    /** Redis hangs, with all connections open. */
    PAUSE_REDIS {
        @Override
        boolean inflict(Crew crew, Random random) throws IOException {
            Engine redis = crew.town().redis();
            redis.signal("STOP");
            Pause.ms(1_000 + random.nextInt(2_000));
            redis.signal("CONT");
            return redis.isAlive();
        }
    },

    /** Every client loses its connection at once. */
    RECONNECT_STORM {
        @Override
        boolean inflict(Crew crew, Random random) {
            return crew.cutAll() > 0;
        }
    },

    /** A node is asked to stop, drains, and is started again. */
    ROLLING_RESTART {
        @Override
        boolean inflict(Crew crew, Random random) throws IOException {
            Engine node = crew.town().node(random.nextInt(2));
            node.terminate(20);
            boolean gone = !node.isAlive();
            node.restart();
            return gone;
        }
    },

    /** A node and Redis die at once. */
    KILL_NODE_AND_REDIS {
        @Override
        boolean inflict(Crew crew, Random random) throws IOException {
            Engine node = crew.town().node(random.nextInt(2));
            node.kill();
            crew.town().redis().kill();
            boolean gone = !node.isAlive() && !crew.town().redis().isAlive();
            node.restart();
            restartAndWait(crew.town().redis());
            return gone;
        }
    };

    /** @return whether it happened: what did not happen proves nothing */
    abstract boolean inflict(Crew crew, Random random) throws IOException;

    /** Whether a process was killed in it. */
    boolean kills() {
        return name().startsWith("KILL");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void restartAndWait(Engine engine) throws IOException {
        engine.restart();
        engine.awaitReady(30);
    }
}
