package tributary.connector.wechat.account;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.Delivery;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.MediaDownloads;
import tributary.connector.UnreadableException;
import tributary.connector.wechat.call.PieceSender;
import tributary.connector.wechat.call.ProviderApi;
import tributary.connector.wechat.seal.SealBrokenException;
import tributary.conversation.OutboundMessage;

/** An account whose provider calls back and is answered by an API. What is not the account's is answered with 403 and counted. */
public abstract class AccountConnector implements Connector {

    private final ConnectorContext context;
    private final ProviderApi api;
    private final CallbackRules rules;
    private final PieceSender sender;
    private final MediaDownloads media;
    private final AtomicLong broken = new AtomicLong();
    private volatile Optional<Instant> lastPush = Optional.empty();

    protected AccountConnector(
            ConnectorContext context, ProviderApi api, PieceSender.Dialect dialect, CallbackRules rules) {
        this.context = context;
        this.api = api;
        this.rules = rules;
        this.sender = new PieceSender(api, context.attachments(), dialect);
        this.media = new MediaDownloads(context, file -> api.download(file.source(), file.name(), file.type()));
    }

    /** Answers the check of the address. Throws {@link SealBrokenException} if the provider did not ask. */
    protected abstract HookAnswer verify(HookCall call);

    /** Takes a callback. Throws {@link SealBrokenException} or {@link UnreadableException}, and then nothing is kept. */
    protected abstract Future<HookAnswer> take(HookCall call);

    /** A call of the API that changes nothing. */
    protected abstract Future<?> harmlessCall();

    @Override
    public Future<Void> start() {
        context.hooks().open(context.inbox(), rules.mostBytes(), this::answer);
        media.start();
        return Future.succeededFuture();
    }

    private Future<HookAnswer> answer(HookCall call) {
        if (!call.place().isEmpty()) {
            return Future.succeededFuture(HookAnswer.NOT_FOUND);
        }
        try {
            if (call.method().equals("GET")) {
                HookAnswer echo = verify(call);
                count("verified");
                return Future.succeededFuture(echo);
            }
            return take(call);
        } catch (SealBrokenException e) {
            broken.incrementAndGet();
            return refused("forged");
        } catch (UnreadableException e) {
            return refused("unreadable");
        }
    }

    protected final Future<HookAnswer> refused(String why) {
        count(why);
        return Future.succeededFuture(HookAnswer.FORBIDDEN);
    }

    /** A callback of this account is taken. */
    protected final void accepted() {
        lastPush = Optional.of(context.clock().instant().truncatedTo(ChronoUnit.SECONDS));
        count("accepted");
    }

    protected final void count(String outcome) {
        context.meters()
                .counter(rules.counter(), "inbox", context.inbox(), "outcome", outcome)
                .increment();
    }

    /** Whether the callback was made lately. A repetition may carry the time of the first attempt. */
    protected final boolean fresh(HookCall call) {
        String timestamp = parameter(call, "timestamp");
        if (!timestamp.matches("[0-9]{1,11}")) {
            return false;
        }
        Instant made = Instant.ofEpochSecond(Long.parseLong(timestamp));
        Duration age = Duration.between(made, context.clock().instant());
        return age.abs().compareTo(rules.tolerance()) <= 0;
    }

    /** Empty if it is not there. */
    protected static String parameter(HookCall call, String name) {
        String value = call.query().get(name);
        return value == null ? "" : value;
    }

    protected final ConnectorContext context() {
        return context;
    }

    protected final ProviderApi api() {
        return api;
    }

    protected final MediaDownloads media() {
        return media;
    }

    @Override
    public final Future<Delivery> send(OutboundMessage message) {
        return sender.send(message);
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("token", api.token().state());
        facts.put("signature-failures", Long.toString(broken.get()));
        facts.put("last-push", lastPush.map(Instant::toString).orElse("none"));
        return facts;
    }

    @Override
    public final Future<String> test() {
        return harmlessCall().map("the provider gave an access token and took it");
    }

    /** An account that the provider does not know is down; nobody is asked for that. */
    @Override
    public Future<Void> health() {
        return api.token().lost() ? Future.failedFuture(api.token().state()) : Future.succeededFuture();
    }

    /** The node takes no new callbacks by then. */
    @Override
    public Future<Void> stop() {
        media.stop();
        return api.close();
    }

    @Override
    public final String toString() {
        return rules.counter() + ' ' + context.inbox();
    }
}
