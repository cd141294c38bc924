package tributary.connector.wechat.kf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorState;
import tributary.connector.Leases.Lease;
import tributary.connector.UnavailableException;
import tributary.connector.wechat.call.ApiException;
import tributary.connector.wechat.call.ProviderApi;

/**
 * Pulls the account's messages: one pull at a time in the cluster. The cursor moves only after everything before it is in the
 * journal, and only if nobody else moved it. A hint that comes meanwhile makes the pull go round again.
 *
 * <p>A company has one address for the callbacks of all its accounts: those of another account are passed on within the node.
 *
 * <p>Runs on the context that starts it.
 */
final class KfPull {

    private static final Logger LOG = LoggerFactory.getLogger(KfPull.class);
    private static final String CURSOR = "kf-cursor";
    private static final int PAGE = 1000;
    private static final int INVALID_TOKEN = 95007;
    private static final Duration BUSY = Duration.ofMillis(500);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

    private final ConnectorContext context;
    private final KfConfig config;
    private final ProviderApi api;
    private final KfHorizon horizon;
    private final KfJournal journal;
    private final KfCustomers customers;
    private final Context own;
    private @Nullable MessageConsumer<String> hints;
    private Optional<String> token = Optional.empty();
    private boolean dirty;
    private boolean running;
    private boolean stopped;
    private long timer = -1;

    KfPull(ConnectorContext context, KfConfig config, ProviderApi api, KfHorizon horizon, KfJournal journal) {
        this.context = context;
        this.config = config;
        this.api = api;
        this.horizon = horizon;
        this.journal = journal;
        this.customers = new KfCustomers(api, context.clock());
        this.own = context.vertx().getOrCreateContext();
    }

    /** Looks now and then, for hints that were lost. */
    void start() {
        own.runOnContext(on -> {
            hints = context.vertx()
                    .eventBus()
                    .localConsumer(
                            address(config.openKfId()),
                            hint -> hint(Optional.of(hint.body()).filter(given -> !given.isEmpty())));
            timer = context.vertx().setPeriodic(config.poll().toMillis(), tick -> hint(Optional.empty()));
            hint(Optional.empty());
        });
    }

    void stop() {
        own.runOnContext(on -> {
            stopped = true;
            context.vertx().cancelTimer(timer);
            if (hints != null) {
                hints.unregister();
            }
        });
    }

    /** The company was called back for one of its accounts; from any context. */
    void called(String openKfId, Optional<String> newToken) {
        context.vertx().eventBus().publish(address(openKfId), newToken.orElse(""), HERE);
    }

    private String address(String openKfId) {
        return "wecom-kf/" + config.corpId() + '/' + openKfId;
    }

    /** There is something to pull; from any context. */
    private void hint(Optional<String> newToken) {
        own.runOnContext(on -> {
            newToken.ifPresent(given -> token = newToken);
            dirty = true;
            run();
        });
    }

    private void run() {
        if (running || !dirty || stopped) {
            return;
        }
        running = true;
        dirty = false;
        context.leases()
                .hold("kf-pull", lease -> pull(lease).map(true))
                .onSuccess(done -> ended(done.isEmpty() ? Optional.of(BUSY) : Optional.empty()))
                .onFailure(failure -> {
                    LOG.atWarn()
                            .addKeyValue("inbox", context.inbox())
                            .addKeyValue("error", failure.getMessage())
                            .log("cannot pull now; will try again");
                    ended(Optional.of(delay(failure)));
                });
    }

    /** @param again when to try again what did not work */
    private void ended(Optional<Duration> again) {
        own.runOnContext(on -> {
            running = false;
            again.ifPresentOrElse(
                    wait -> context.vertx().setTimer(wait.toMillis(), tick -> hint(Optional.empty())), this::run);
        });
    }

    private static Duration delay(Throwable failure) {
        if (failure instanceof UnavailableException unavailable) {
            return unavailable.retryAfter();
        }
        boolean later = failure instanceof ApiException api && api.retryAfter().compareTo(AGAIN) > 0;
        return later ? ((ApiException) failure).retryAfter() : AGAIN;
    }

    private Future<Void> pull(Lease lease) {
        Instant begun = horizon.now();
        return place().compose(place -> horizon.begins(place.reached()).compose(told -> pages(lease, place, begun)));
    }

    private Future<Void> pages(Lease lease, Place place, Instant begun) {
        return page(place.cursor())
                .compose(page -> take(page)
                        .compose(done -> move(page, place, begun))
                        .compose(moved -> {
                            if (moved && !more(page)) {
                                horizon.reached(begun);
                            }
                            return moved && more(page) && lease.held()
                                    ? place().compose(next -> pages(lease, next, begun))
                                    : Future.succeededFuture();
                        }));
    }

    private static boolean more(JsonNode page) {
        return page.path("has_more").asInt(0) == 1;
    }

    private Future<JsonNode> page(String cursor) {
        ObjectNode body =
                ProviderApi.object().put("limit", PAGE).put("voice_format", 0).put("open_kfid", config.openKfId());
        if (!cursor.isEmpty()) {
            body.put("cursor", cursor);
        }
        Optional<String> used = token;
        used.ifPresent(given -> body.put("token", given));
        return api.call("/cgi-bin/kf/sync_msg", body)
                .recover(failure ->
                        used.isPresent() && failure instanceof ApiException bad && bad.code() == INVALID_TOKEN
                                ? withoutToken(body, used)
                                : Future.failedFuture(failure));
    }

    private Future<JsonNode> withoutToken(ObjectNode body, Optional<String> used) {
        own.runOnContext(on -> token = token.equals(used) ? Optional.empty() : token);
        body.remove("token");
        return api.call("/cgi-bin/kf/sync_msg", body);
    }

    private Future<Void> take(JsonNode page) {
        JsonNode entries = page.path("msg_list");
        return customers.profiles(entries).compose(journal::takeAll).compose(named -> journal.takeAll(entries));
    }

    private Future<Boolean> move(JsonNode page, Place before, Instant begun) {
        String next = page.path("next_cursor").asText(before.cursor());
        Place after = new Place(next, more(page) ? before.reached() : Optional.of(begun), 0);
        return context.state().replace(CURSOR, before.version(), after.written());
    }

    private Future<Place> place() {
        return context.state().read(CURSOR).map(found -> found.map(Place::of).orElse(Place.NONE));
    }

    /**
     * Where the account's messages are pulled from.
     *
     * @param cursor empty for the oldest that the provider has
     * @param reached when everything before was pulled
     */
    private record Place(String cursor, Optional<Instant> reached, long version) {
        static final Place NONE = new Place("", Optional.empty(), ConnectorState.NOTHING);

        static Place of(ConnectorState.Stored stored) {
            String[] parts = stored.value().toString().split("\n", 2);
            return new Place(
                    parts[0],
                    parts.length == 2 ? Optional.of(Instant.parse(parts[1])) : Optional.empty(),
                    stored.version());
        }

        Buffer written() {
            return Buffer.buffer(cursor + reached.map(at -> "\n" + at).orElse(""));
        }
    }
}
