package tributary.connector.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tributary.config.Secret;
import tributary.connector.Connector;
import tributary.connector.FakeGateway;
import tributary.connector.HookAnswer;
import tributary.connector.UnavailableException;
import tributary.connector.email.hook.WebhookConfig;
import tributary.conversation.ConversationEvent.MessageReceived;

/** From a provider's post to the journal, and what the provider is told. */
class WebhookInboxTest {

    private static final String LOGIN = "Basic cG1ob29rOnMzY3IzdC1wbQ==";
    private static final String MAIL = new JsonObject()
            .put("From", "Li <li@example.cn>")
            .put("OriginalRecipient", "support@example.com")
            .put(
                    "RawEmail",
                    "From: Li <li@example.cn>\r\nMessage-ID: <p1@example.cn>\r\nSubject: lamp\r\n\r\nIt broke.\r\n")
            .encode();

    private Vertx vertx;
    private FakeGateway gateway;
    private Connector connector;

    @BeforeEach
    void starts() throws Exception {
        vertx = Vertx.vertx();
        gateway = new FakeGateway(vertx);
        WebhookConfig webhook = new WebhookConfig(
                WebhookConfig.Provider.POSTMARK,
                Optional.empty(),
                Optional.empty(),
                Optional.of("pmhook"),
                Optional.of(new Secret("s3cr3t-pm")),
                null);
        EmailConfig config = new EmailConfig(
                "support",
                "email",
                "support@example.com",
                List.of(),
                Optional.empty(),
                EmailConfig.Receive.WEBHOOK,
                Optional.empty(),
                Optional.of(webhook),
                Optional.empty(),
                null,
                Optional.empty());
        connector = new EmailConnectorFactory().create(gateway.context("support"), FakeGateway.settings(config));
        get(connector.start());
    }

    @AfterEach
    void stops() throws Exception {
        get(connector.stop());
        get(vertx.close());
    }

    @Test
    void saysYesWhenTheMailIsInTheJournalAndOpensNoMailbox() throws Exception {
        assertThat(post(LOGIN, "", MAIL)).isEqualTo(200);
        assertThat(post(LOGIN, "", MAIL)).isEqualTo(200);

        MessageReceived received =
                (MessageReceived) gateway.inbound.arrivals().get(0).event();
        assertThat(received.text().strip()).isEqualTo("It broke.");
        assertThat(received.externalId()).isEqualTo("p1@example.cn");
        assertThat(gateway.mailboxes).isEmpty();
    }

    @Test
    void tellsAWrongLoginWhatHoldsNoMailAndAnotherPlaceApart() throws Exception {
        assertThat(post("Basic eA==", "", MAIL)).isEqualTo(401);
        assertThat(post(LOGIN, "", "{}")).isEqualTo(403);
        assertThat(post(LOGIN, "status", MAIL)).isEqualTo(404);
        assertThat(gateway.inbound.arrivals()).isEmpty();
    }

    @Test
    void hasTheProviderComeAgainWhileTheStoreIsDown() {
        gateway.inbound.unavailable(true);

        assertThatThrownBy(() -> post(LOGIN, "", MAIL))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UnavailableException.class);
    }

    private int post(String login, String place, String body) throws Exception {
        Future<HookAnswer> answer = gateway.hooks.call(
                "support",
                "POST",
                place,
                "/hooks/support",
                Map.of(),
                Map.of("Authorization", login, "Content-Type", "application/json"),
                Buffer.buffer(body));
        return get(answer).status();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
