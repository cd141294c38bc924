package tributary.connector.sms.smpp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.ConnectorContext;
import tributary.connector.Leases;
import tributary.connector.sms.smpp.pdu.Address;
import tributary.connector.sms.smpp.pdu.Body;

/**
 * Keeps one session bound, on one node of the cluster: binds, binds again after a pause that grows, and gives up an account
 * that is refused three times, because message centres lock accounts. Used on one event loop; {@link #session}, {@link
 * #trouble} and {@link #elsewhere} from any thread.
 */
final class BoundLine {

    static final String BINDS = "tributary_smpp_binds_total";

    private static final Logger LOG = LoggerFactory.getLogger(BoundLine.class);
    private static final String LEASE = "smpp-bind";
    private static final int VERSION = 0x34;
    private static final int MOST_REFUSALS = 3;
    private static final int CONNECT_MS = 5_000;
    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LAST_PAUSE_MS = 60_000;
    private static final long ASK_AGAIN_MS = 500;
    private static final Duration NEVER = Duration.ofDays(365);

    private final ConnectorContext context;
    private final SmppConfig config;
    private final Function<Leases.Lease, Future<Receiver>> receivers;
    private final NetClient client;
    private final Promise<Void> stopped = Promise.promise();
    private volatile @Nullable Session bound;
    private volatile String trouble = "not bound yet";
    private volatile boolean elsewhere;
    private boolean stopping;
    private int refusals;
    private Runnable wake = () -> {};

    /** @param receivers makes the one of a holder of the account */
    BoundLine(ConnectorContext context, SmppConfig config, Function<Leases.Lease, Future<Receiver>> receivers) {
        this.context = context;
        this.config = config;
        this.receivers = receivers;
        this.client = context.vertx()
                .createNetClient(new NetClientOptions()
                        .setConnectTimeout(CONNECT_MS)
                        .setTcpNoDelay(true)
                        .setSsl(config.tls())
                        .setHostnameVerificationAlgorithm(config.tls() ? "HTTPS" : ""));
    }

    /** The session while it is bound. */
    Optional<Session> session() {
        return Optional.ofNullable(bound);
    }

    /** Why there is no session. */
    String trouble() {
        return trouble;
    }

    /** Whether another node has the account. */
    boolean elsewhere() {
        return elsewhere;
    }

    /** Asks for the account until it has it; another node may. */
    void start() {
        if (stopping) {
            stopped.tryComplete();
            return;
        }
        context.leases()
                .hold(LEASE, lease -> {
                    elsewhere = false;
                    return receivers
                            .apply(lease)
                            .compose(receiver -> run(new Held(lease, receiver), FIRST_PAUSE_MS)
                                    .eventually(receiver::end))
                            .map(true);
                })
                .onComplete(done -> {
                    if (done.succeeded() && done.result().isEmpty()) {
                        elsewhere = true;
                        trouble = "another node has the session";
                    }
                    after(stopping ? 0 : ASK_AGAIN_MS).onComplete(again -> start());
                });
    }

    /** Sessions one after the other, while the lease is ours. */
    private Future<Void> run(Held held, long pauseMs) {
        if (stopping || !held.lease().held()) {
            return Future.succeededFuture();
        }
        Promise<Void> wasBound = Promise.promise();
        return session(held, wasBound).transform(ended -> {
            if (ended.failed()) {
                failed(ended.cause());
            }
            boolean fine = wasBound.future().isComplete();
            return stopping || !held.lease().held()
                    ? Future.succeededFuture()
                    : pause(fine ? FIRST_PAUSE_MS : pauseMs)
                            .compose(over -> run(held, fine ? FIRST_PAUSE_MS : Math.min(LAST_PAUSE_MS, pauseMs * 2)));
        });
    }

    private Future<Void> session(Held held, Promise<Void> wasBound) {
        return client.connect(config.port(), config.host()).compose(socket -> {
            Session session = session(socket, held.receiver());
            held.lease().lost().onComplete(lost -> session.unbind());
            return session.bind(bind()).onFailure(refused -> session.close()).compose(done -> {
                refusals = 0;
                wasBound.complete();
                return serve(session, held.receiver());
            });
        });
    }

    private Future<Void> serve(Session session, Receiver receiver) {
        context.meters()
                .counter(BINDS, "inbox", context.inbox(), "outcome", "bound")
                .increment();
        LOG.atInfo().addKeyValue("inbox", context.inbox()).log("bound to the message centre");
        bound = session;
        if (stopping) {
            session.unbind();
        }
        return session.closed().onComplete(end -> {
            bound = null;
            trouble = "the connection ended";
            receiver.cut();
        });
    }

    private Session session(NetSocket socket, Receiver receiver) {
        return new Session(
                context.vertx(),
                socket,
                receiver,
                new Session.Bounds(config.window(), config.responseTimeout(), config.enquireAfter()));
    }

    private Body.Bind bind() {
        return new Body.Bind(
                config.systemId(),
                config.password().reveal(),
                config.systemType().orElse(""),
                VERSION,
                Address.NONE);
    }

    private void failed(Throwable failure) {
        boolean refused = failure instanceof BindRefusedException refusal && refusal.forGood();
        refusals = refused ? refusals + 1 : refusals;
        trouble = failure instanceof BindRefusedException
                ? String.valueOf(failure.getMessage())
                : "the message centre cannot be reached";
        context.meters()
                .counter(BINDS, "inbox", context.inbox(), "outcome", refused ? "refused" : "failed")
                .increment();
        (refusals >= MOST_REFUSALS ? LOG.atError() : LOG.atWarn())
                .addKeyValue("inbox", context.inbox())
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log(refusals >= MOST_REFUSALS ? "bind refused three times, not tried again" : "not bound");
    }

    /** With a fifth more or less, so that nodes and inboxes do not come at once. */
    private Future<Void> pause(long ms) {
        if (refusals >= MOST_REFUSALS) {
            return after(NEVER.toMillis());
        }
        return after(ms * ThreadLocalRandom.current().nextLong(80, 121) / 100);
    }

    /** Ends earlier when the line is stopped. */
    private Future<Void> after(long ms) {
        Promise<Void> over = Promise.promise();
        long timer = ms <= 0 ? -1 : context.vertx().setTimer(ms, tick -> over.tryComplete());
        if (ms <= 0) {
            over.complete();
        } else {
            wake = () -> {
                context.vertx().cancelTimer(timer);
                over.tryComplete();
            };
        }
        return over.future();
    }

    Future<Void> stop() {
        stopping = true;
        Session session = bound;
        wake.run();
        if (session != null) {
            session.unbind();
        }
        return stopped.future().eventually(client::close);
    }

    private record Held(Leases.Lease lease, Receiver receiver) {}
}
