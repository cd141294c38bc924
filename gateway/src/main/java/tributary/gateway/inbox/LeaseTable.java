package tributary.gateway.inbox;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Leases;
import tributary.gateway.platform.postgres.Database;

/** The leases of one inbox as rows: they expire by the database's clock, and are given up by the node's monotonic one. */
public final class LeaseTable implements Leases {

    /** So short that an inbox is not silent for 5 s when its node dies. */
    public static final Duration STANDARD = Duration.ofSeconds(4);

    private static final Logger LOG = LoggerFactory.getLogger(LeaseTable.class);

    private static final String TAKE = """
            insert into connector_lease (inbox_id, name, holder, fence, until, node)
            values ($1, $2, $3, 1, now() + $4::bigint * interval '1 millisecond', $5)
            on conflict (inbox_id, name) do update
               set holder = excluded.holder, fence = connector_lease.fence + 1, until = excluded.until,
                   node = excluded.node
             where connector_lease.until < now()
            returning fence""";

    private static final String RENEW = """
            update connector_lease set until = now() + $4::bigint * interval '1 millisecond'
             where inbox_id = $1 and name = $2 and holder = $3 and until >= now()""";

    private static final String GIVE_BACK =
            "update connector_lease set until = '-infinity' where inbox_id = $1 and name = $2 and holder = $3";

    private final Vertx vertx;
    private final Database database;
    private final Inbox inbox;
    private final Duration length;
    private final String node;

    /**
     * @param length for how long a lease stays with a holder that is gone
     * @param node this node's signature, for people to read
     */
    public LeaseTable(Vertx vertx, Database database, Inbox inbox, Duration length, String node) {
        this.vertx = vertx;
        this.database = database;
        this.inbox = inbox;
        this.length = length;
        this.node = node;
    }

    @Override
    public <T> Future<Optional<T>> hold(String name, Function<Lease, Future<T>> work) {
        UUID holder = UUID.randomUUID();
        long asked = System.nanoTime();
        return take(name, holder)
                .compose(fence -> fence.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : work(new Held(name, holder, fence.getAsLong(), asked), work));
    }

    private <T> Future<Optional<T>> work(Held lease, Function<Lease, Future<T>> work) {
        lease.start();
        return Future.succeededFuture()
                .compose(go -> work.apply(lease))
                .map(Optional::of)
                .eventually(lease::end);
    }

    private Future<OptionalLong> take(String name, UUID holder) {
        return database.client()
                .preparedQuery(TAKE)
                .execute(Tuple.of(inbox.id(), name, holder, length.toMillis(), node))
                .map(rows -> rows.size() == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(rows.iterator().next().getLong("fence")));
    }

    /** A lease in our hands. */
    private final class Held implements Lease {
        private final String name;
        private final UUID holder;
        private final Fence fence;
        private final Promise<Void> lost = Promise.promise();
        private volatile long sure;
        private volatile boolean ended;
        private long timer;

        Held(String name, UUID holder, long fence, long asked) {
            this.name = name;
            this.holder = holder;
            this.fence = new Fence(name, fence);
            this.sure = asked + length.toNanos();
        }

        @Override
        public Fence fence() {
            return fence;
        }

        @Override
        public boolean held() {
            return !ended && !lost.future().isComplete() && System.nanoTime() - sure < 0;
        }

        @Override
        public Future<Void> lost() {
            return lost.future();
        }

        void start() {
            timer = vertx.setPeriodic(length.toMillis() / 3, tick -> renew());
        }

        private void renew() {
            long asked = System.nanoTime();
            database.client()
                    .preparedQuery(RENEW)
                    .execute(Tuple.of(inbox.id(), name, holder, length.toMillis()))
                    .onSuccess(rows -> {
                        if (rows.rowCount() == 1) {
                            sure = asked + length.toNanos();
                        } else {
                            loseIfHeld();
                        }
                    })
                    .onFailure(failure -> {
                        if (System.nanoTime() - sure >= 0) {
                            loseIfHeld();
                        }
                    });
            if (System.nanoTime() - sure >= 0) {
                loseIfHeld();
            }
        }

        private void loseIfHeld() {
            if (!ended && lost.tryComplete()) {
                vertx.cancelTimer(timer);
                LOG.atWarn()
                        .addKeyValue("inbox", inbox.name())
                        .addKeyValue("lease", name)
                        .log("lost a lease");
            }
        }

        /** A lease that cannot be given back ends by itself. */
        Future<Void> end() {
            ended = true;
            vertx.cancelTimer(timer);
            return database.client()
                    .preparedQuery(GIVE_BACK)
                    .execute(Tuple.of(inbox.id(), name, holder))
                    .<Void>mapEmpty()
                    .otherwiseEmpty();
        }
    }
}
