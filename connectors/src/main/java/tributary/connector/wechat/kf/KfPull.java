package tributary.connector.wechat.kf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Arrival;
import tributary.connector.Arrival.OnOtherContent;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorState;
import tributary.connector.Leases.Lease;
import tributary.connector.UnavailableException;
import tributary.connector.UnreadableException;
import tributary.connector.wechat.call.ApiException;
import tributary.connector.wechat.call.ProviderApi;
import tributary.connector.wechat.push.PushDocument;
import tributary.conversation.ConversationEvent;

/**
 * Pulls the account's messages: one pull at a time in the cluster. The cursor moves only after everything before it is in the
 * journal, and only if nobody else moved it. A hint that comes meanwhile makes the pull go round again.
 *
 * <p>Runs on the context that starts it.
 */
final class KfPull {

    static final String PULLED = "tributary_wecom_entries_total";

    private static final Logger LOG = LoggerFactory.getLogger(KfPull.class);
    private static final String CURSOR = "kf-cursor";
    private static final int PAGE = 1000;
    private static final int INVALID_TOKEN = 95007;
    private static final Duration BUSY = Duration.ofMillis(500);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final ConnectorContext context;
    private final KfConfig config;
    private final ProviderApi api;
    private final KfReader reader;
    private final Consumer<ConversationEvent> stored;
    private final Context own;
    private Optional<String> token = Optional.empty();
    private boolean dirty;
    private boolean running;
    private boolean stopped;
    private long timer = -1;

    /** @param stored told of each event that is in the journal */
    KfPull(
            ConnectorContext context,
            KfConfig config,
            ProviderApi api,
            KfReader reader,
            Consumer<ConversationEvent> stored) {
        this.context = context;
        this.config = config;
        this.api = api;
        this.reader = reader;
        this.stored = stored;
        this.own = context.vertx().getOrCreateContext();
    }

    /** Looks now and then, for hints that were lost. */
    void start() {
        own.runOnContext(on -> {
            timer = context.vertx().setPeriodic(config.poll().toMillis(), tick -> hint(Optional.empty()));
            hint(Optional.empty());
        });
    }

    void stop() {
        own.runOnContext(on -> {
            stopped = true;
            context.vertx().cancelTimer(timer);
        });
    }

    /** There is something to pull; from any context. */
    void hint(Optional<String> newToken) {
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
        return context.state()
                .read(CURSOR)
                .compose(cursor -> page(cursor.map(ConnectorState.Stored::value).orElse(Buffer.buffer()))
                        .compose(page -> take(page)
                                .compose(done -> move(page, cursor))
                                .compose(moved ->
                                        moved && lease.held() && more(page) ? pull(lease) : Future.succeededFuture())));
    }

    private static boolean more(JsonNode page) {
        return page.path("has_more").asInt(0) == 1;
    }

    private Future<JsonNode> page(Buffer cursor) {
        ObjectNode body =
                ProviderApi.object().put("limit", PAGE).put("voice_format", 0).put("open_kfid", config.openKfId());
        if (cursor.length() > 0) {
            body.put("cursor", cursor.toString());
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

    /** All of them, in their order; the journal keeps it. */
    private Future<Void> take(JsonNode page) {
        List<Future<Void>> taken = new ArrayList<>();
        for (JsonNode entry : page.path("msg_list")) {
            taken.add(take(Buffer.buffer(entry.toString()), entry));
        }
        return Future.all(taken).mapEmpty();
    }

    private Future<Void> take(Buffer raw, JsonNode entry) {
        Optional<ConversationEvent> event;
        Buffer hash;
        try {
            event = reader.event(entry);
            hash = PushDocument.read(raw).hash();
        } catch (UnreadableException e) {
            count("unreadable");
            return Future.succeededFuture();
        }
        if (event.isEmpty()) {
            count("nobodys");
            return Future.succeededFuture();
        }
        return context.inbound()
                .accept(new Arrival(event.get(), raw, hash, OnOtherContent.KEEP))
                .onSuccess(accepted -> {
                    count("accepted");
                    stored.accept(event.get());
                })
                .mapEmpty();
    }

    private Future<Boolean> move(JsonNode page, Optional<ConnectorState.Stored> before) {
        String next = page.path("next_cursor").asText("");
        if (next.isEmpty()) {
            return Future.succeededFuture(true);
        }
        return context.state()
                .replace(
                        CURSOR,
                        before.map(ConnectorState.Stored::version).orElse(ConnectorState.NOTHING),
                        Buffer.buffer(next));
    }

    private void count(String outcome) {
        context.meters()
                .counter(PULLED, "inbox", context.inbox(), "outcome", outcome)
                .increment();
    }
}
