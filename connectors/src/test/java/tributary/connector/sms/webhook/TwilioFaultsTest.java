package tributary.connector.sms.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tributary.config.Secret;
import tributary.connector.Connector;
import tributary.connector.Delivery;
import tributary.connector.FakeGateway;
import tributary.connector.sms.text.PhoneNumber;
import tributary.conversation.Author;
import tributary.conversation.OutboundMessage;

/** Law 7 for 1,000 messages: whatever the provider does, nothing is sent twice, and "sent" is true. */
class TwilioFaultsTest {

    private static final int TRIALS = 1000;
    private static final int AT_ONCE = 8;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final Random random = new Random(20_260_101);

    @Test
    void sendsNothingTwiceInAThousandTrials() throws Exception {
        ScriptedProvider provider = new ScriptedProvider(vertx);
        provider.answers(this::misbehave);
        Connector connector = connector(get(provider.listen()));
        List<Future<String>> outcomes = new ArrayList<>();
        for (int i = 0; i < TRIALS; i++) {
            outcomes.add(untilSettled(connector, message(i)));
            if (outcomes.size() % AT_ONCE == 0) {
                get(Future.join(outcomes.subList(outcomes.size() - AT_ONCE, outcomes.size())));
            }
        }

        List<String> settled = get(Future.all(outcomes)).list();
        for (int i = 0; i < TRIALS; i++) {
            int times = taken.getOrDefault("n" + i, new AtomicInteger()).get();
            assertThat(times).as("message %s, which is %s", i, settled.get(i)).isLessThanOrEqualTo(1);
            if (settled.get(i).equals("sent")) {
                assertThat(times).isEqualTo(1);
            } else if (settled.get(i).equals("failed")) {
                assertThat(times).isZero();
            }
        }
        assertThat(settled).contains("sent", "failed", "unknown");
        get(connector.stop());
        get(vertx.close());
    }

    /** As the outbox does: "later" is tried again, what nobody knows is not. */
    private Future<String> untilSettled(Connector connector, OutboundMessage message) {
        return connector.send(message).transform(answer -> {
            if (answer.failed()) {
                return Future.succeededFuture("unknown");
            }
            return answer.result() instanceof Delivery.Deferred
                    ? untilSettled(connector, message)
                    : Future.succeededFuture(answer.result() instanceof Delivery.Accepted ? "sent" : "failed");
        });
    }

    private synchronized void misbehave(HttpServerRequest request, Buffer body) {
        switch (random.nextInt(8)) {
            case 0 -> request.response().setStatusCode(500).end();
            case 1 ->
                request.response()
                        .setStatusCode(429)
                        .putHeader("Retry-After", "1")
                        .end();
            case 2 -> request.response().setStatusCode(503).end();
            case 3 -> request.response().setStatusCode(400).end("{\"code\":21211}");
            case 4 -> request.connection().close();
            case 5 -> {
                take(body);
                request.connection().close();
            }
            case 6 -> {
                take(body);
                request.response().setStatusCode(502).end();
            }
            default -> {
                take(body);
                request.response().setStatusCode(201).end("{\"sid\":\"SM1\"}");
            }
        }
    }

    private void take(Buffer body) {
        String text = body.toString().replaceAll(".*&Body=(n[0-9]+)&.*", "$1");
        taken.computeIfAbsent(text, key -> new AtomicInteger()).incrementAndGet();
    }

    private Connector connector(int port) throws Exception {
        SmsWebhookConfig config = new SmsWebhookConfig(
                "sms",
                "sms-webhook",
                SmsWebhookConfig.Provider.TWILIO,
                "AC00000000000000000000000000000001",
                new Secret("token"),
                Optional.empty(),
                "+15005550006",
                Optional.empty(),
                URI.create("http://127.0.0.1:" + port),
                Duration.ZERO,
                List.of(),
                List.of(),
                0,
                Optional.empty(),
                null,
                null,
                Optional.empty(),
                Optional.empty());
        return new SmsWebhookConnectorFactory()
                .create(new FakeGateway(vertx).context("sms"), FakeGateway.settings(config));
    }

    private static OutboundMessage message(int number) {
        return new OutboundMessage(
                UUID.randomUUID(),
                PhoneNumber.of("+8613800138000").at("sms"),
                Author.agent("Mia"),
                "n" + number,
                List.of(),
                null);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
