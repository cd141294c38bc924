package tributary.connector.email.imap;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.mail.AuthenticationFailedException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorState;
import tributary.connector.Leases;
import tributary.connector.UnavailableException;

/**
 * Keeps one mailbox fetched, on one node of the cluster at a time: connects, takes what is new, waits for news, and begins
 * again after faults. A place is written down after its mails are durable, and only by who read the place before; what is
 * fetched twice after a crash is found to be a duplicate.
 */
public final class ImapPuller {

    static final String FETCHED = "tributary_imap_mails_total";
    static final String CONNECTED = "tributary_imap_connects_total";

    private static final Logger LOG = LoggerFactory.getLogger(ImapPuller.class);
    private static final String PLACE = "imap-place";
    private static final String LEASE = "imap-puller";
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);
    private static final Duration STORE_AWAY = Duration.ofSeconds(1);
    private static final int REFUSALS = 5;

    private final Vertx vertx;
    private final ConnectorState state;
    private final Leases leases;
    private final Clock clock;
    private final MeterRegistry meters;
    private final String inbox;
    private final ImapConfig config;
    private final Duration firstWait;
    private final Function<FetchedMail, Future<Void>> deliver;
    private final Optional<AccessTokens> tokens;
    private final WorkerExecutor workers;
    private final Promise<Void> ended = Promise.promise();
    private volatile @Nullable ImapSession session;
    private volatile boolean stopping;
    private volatile String trouble = "";
    private int failures;
    private int refusals;

    /** @param deliver completes when a mail is durable */
    public ImapPuller(ConnectorContext context, ImapConfig config, Function<FetchedMail, Future<Void>> deliver) {
        this(context, config, FIRST_WAIT, deliver);
    }

    /** @param firstWait after a fault; twice as long after each further one */
    ImapPuller(
            ConnectorContext context,
            ImapConfig config,
            Duration firstWait,
            Function<FetchedMail, Future<Void>> deliver) {
        this.firstWait = firstWait;
        this.vertx = context.vertx();
        this.state = context.state();
        this.leases = context.leases();
        this.clock = context.clock();
        this.meters = context.meters();
        this.inbox = context.inbox();
        this.config = config;
        this.deliver = deliver;
        this.tokens = config.oauth().map(oauth -> new AccessTokens(vertx, context.tokens(), config, oauth));
        // Two: one waits for news, the other ends the wait.
        this.workers = vertx.createSharedWorkerExecutor("imap-" + inbox, 2, 1, TimeUnit.HOURS);
    }

    /** Begins; what goes wrong is tried again and shows in {@link #health}. */
    public void start() {
        vertx.runOnContext(on -> round());
    }

    public Future<Void> health() {
        String now = trouble;
        return now.isEmpty() ? Future.succeededFuture() : Future.failedFuture(now);
    }

    /** What was fetched comes to its end; nothing more is. */
    public Future<Void> stop() {
        stopping = true;
        return workers.executeBlocking(this::hangUp, false)
                .otherwiseEmpty()
                .compose(closed -> ended.future().timeout(5, TimeUnit.SECONDS))
                .otherwiseEmpty()
                .compose(over -> workers.close());
    }

    private @Nullable Void hangUp() throws Exception {
        ImapSession open = session;
        if (open != null) {
            open.close();
        }
        return null;
    }

    private void round() {
        if (stopping) {
            ended.tryComplete();
            return;
        }
        AtomicBoolean ours = new AtomicBoolean();
        leases.hold(LEASE, lease -> {
                    ours.set(true);
                    return connected(lease);
                })
                .onComplete(done -> {
                    if (done.failed()) {
                        boolean store = !ours.get() || done.cause() instanceof UnavailableException;
                        again(store ? storeAway() : wait(done.cause()));
                    } else {
                        again(done.result().isPresent() ? Duration.ofMillis(1) : ELSEWHERE);
                    }
                });
    }

    private void again(Duration wait) {
        if (stopping) {
            ended.tryComplete();
        } else if (refusals < REFUSALS) {
            vertx.setTimer(Math.max(1, wait.toMillis()), tick -> round());
        }
    }

    /** The mail server is not to blame, and need not be spared. */
    private Duration storeAway() {
        trouble = "imap: the store is away";
        return STORE_AWAY;
    }

    /** Twice as long after each fault, with a spread so that many do not come at once. */
    private Duration wait(Throwable failure) {
        if (stopping) {
            return Duration.ZERO;
        }
        failures++;
        meters.counter(CONNECTED, "outcome", "failed").increment();
        if (failure instanceof AuthenticationFailedException) {
            refusals++;
        }
        trouble = "imap: "
                + (refusals >= REFUSALS
                        ? "the login was refused " + REFUSALS + " times, so it is not tried again before a restart"
                        : words(failure));
        LOG.atLevel(refusals >= REFUSALS ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.WARN)
                .addKeyValue("inbox", inbox)
                .addKeyValue("error", words(failure))
                .log(
                        refusals >= REFUSALS
                                ? "mailbox refuses the login; correct it and start again"
                                : "mailbox cannot be fetched");
        long longest = Math.min(LONGEST_WAIT.toMillis(), firstWait.toMillis() << Math.min(20, failures - 1));
        return Duration.ofMillis(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1));
    }

    /** The kind only: a server's words could quote a mail. */
    private static String words(Throwable failure) {
        return failure.getClass().getSimpleName();
    }

    /** Answers true, since to have held the lease is all there is to say. */
    private Future<Boolean> connected(Leases.Lease lease) {
        return secret().compose(secret ->
                        blocking(() -> ImapSession.open(config, secret)).recover(refused -> refreshed(secret, refused)))
                .compose(open -> {
                    session = open;
                    meters.counter(CONNECTED, "outcome", "connected").increment();
                    return pull(open, lease).eventually(() -> {
                        session = null;
                        return workers.executeBlocking(
                                        () -> {
                                            open.close();
                                            return null;
                                        },
                                        false)
                                .otherwiseEmpty();
                    });
                })
                .map(true);
    }

    private Future<String> secret() {
        return tokens.map(AccessTokens::token)
                .orElseGet(() -> Future.succeededFuture(
                        config.password().map(password -> password.reveal()).orElse("")));
    }

    /** A token can be refused before its time: once more with a new one. */
    private Future<ImapSession> refreshed(String secret, Throwable refused) {
        return tokens.isPresent() && refused instanceof AuthenticationFailedException
                ? tokens.get()
                        .refused(secret)
                        .compose(gone -> tokens.get().token())
                        .compose(fresh -> blocking(() -> ImapSession.open(config, fresh)))
                : Future.failedFuture(refused);
    }

    /** Takes what is there, batch by batch, then waits; until the lease or the connection is gone. */
    private Future<Void> pull(ImapSession open, Leases.Lease lease) {
        if (stopping || !lease.held()) {
            return Future.succeededFuture();
        }
        return batch(open, lease).compose(more -> {
            trouble = "";
            failures = 0;
            refusals = 0;
            return (more ? Future.succeededFuture() : news(open)).compose(go -> pull(open, lease));
        });
    }

    /** Answers whether there may be more. */
    private Future<Boolean> batch(ImapSession open, Leases.Lease lease) {
        return state.read(PLACE).compose(stored -> {
            Place place = stored.map(found -> Place.of(found.value())).orElse(Place.NOWHERE);
            long version = stored.map(ConnectorState.Stored::version).orElse(ConnectorState.NOTHING);
            return blocking(() -> open.ahead(place, clock.instant()))
                    .compose(ahead -> ahead.uids().isEmpty()
                            ? written(place, ahead.from(), version).map(false)
                            : blocking(() -> open.fetch(ahead.uids()))
                                    .compose(mails -> take(open, lease, ahead, mails, version)));
        });
    }

    private Future<Boolean> take(
            ImapSession open, Leases.Lease lease, ImapSession.Ahead ahead, List<FetchedMail> mails, long version) {
        Future<Void> taken = Future.succeededFuture();
        for (FetchedMail mail : mails) {
            taken = taken.compose(before -> lease.held()
                            ? deliver.apply(mail)
                            : Future.failedFuture(new IllegalStateException("the lease was lost")))
                    .onSuccess(done -> meters.counter(FETCHED).increment());
        }
        // Uids of this batch that brought no mail are gone.
        long last = mails.isEmpty()
                ? ahead.uids().get(ahead.uids().size() - 1)
                : mails.get(mails.size() - 1).uid();
        List<Long> uids = mails.stream().map(FetchedMail::uid).toList();
        return taken.eventually(() -> removed(mails))
                .compose(done -> written(Place.NOWHERE, ahead.from().at(last), version))
                .compose(done -> blocking(() -> {
                    open.settle(uids);
                    return true;
                }));
    }

    private Future<Void> removed(List<FetchedMail> mails) {
        return Future.join(mails.stream()
                        .map(mail -> vertx.fileSystem().delete(mail.file().toString()))
                        .toList())
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** Only who read the place last may write it: a puller that lost its lease without noticing is stopped here. */
    private Future<Void> written(Place before, Place now, long version) {
        return before.equals(now)
                ? Future.succeededFuture()
                : state.replace(PLACE, version, now.encoded())
                        .compose(ours -> ours
                                ? Future.succeededFuture()
                                : Future.failedFuture(
                                        new IllegalStateException("the mailbox is fetched by another node")));
    }

    /** Waits for the server's word, and not longer than a poll. */
    private Future<Void> news(ImapSession open) {
        Promise<Void> due = Promise.promise();
        long timer = vertx.setTimer(config.poll().toMillis(), tick -> due.complete());
        if (!open.idles()) {
            return due.future();
        }
        due.future()
                .onSuccess(late -> blocking(() -> {
                            open.wake();
                            return true;
                        })
                        .otherwise(false));
        return this.<Void>blocking(() -> {
                    open.idle();
                    return null;
                })
                .onComplete(over -> vertx.cancelTimer(timer));
    }

    private <T> Future<T> blocking(java.util.concurrent.Callable<T> call) {
        return workers.executeBlocking(call, false);
    }
}
