package tributary.connector.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.connector.FakeGateway;
import tributary.connector.MailEnvelope;
import tributary.connector.Mailbox;
import tributary.conversation.AutomaticAnswer;
import tributary.conversation.ConversationEvent.MessageReceived;

/** What a letter says about whether a machine may answer it, and where. */
class AutoReplyTest {

    private static final String PERSON = "From: Li <li@mail.example>\r\nTo: support@example.com\r\nSubject: hello\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final FakeGateway gateway = new FakeGateway(vertx);

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aPersonIsAnsweredWhereTheMailCameFrom() throws Exception {
        assertThat(answer("Bounces@mail.example", PERSON))
                .contains(new AutomaticAnswer("bounces@mail.example", "we have it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "support@example.com", "Support@Example.com", "not an address"})
    void nobodyIsAnsweredWithoutAnAddressOrAtOurOwn(String sender) throws Exception {
        assertThat(answer(sender, PERSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-generated",
                "Precedence: bulk",
                "List-Id: <news.mail.example>",
                "List-Unsubscribe: <mailto:out@mail.example>",
                "X-Auto-Response-Suppress: OOF",
                "X-Autoreply: yes",
                "Feedback-ID: 1:2:3"
            })
    void machinesAndWhoeverWantsNoAnswerAreLeftAlone(String field) throws Exception {
        assertThat(answer("li@mail.example", PERSON + field + "\r\n")).isEmpty();
    }

    @Test
    void withoutWordsNobodyIsAnswered() throws Exception {
        assertThat(answer(Optional.empty(), "li@mail.example", PERSON)).isEmpty();
        assertThatThrownBy(() -> new EmailConfig.AutoReply(" "))
                .hasMessage("text: expected 1 to 5000 characters, found none");
    }

    private Optional<AutomaticAnswer> answer(String sender, String head) throws Exception {
        return answer(Optional.of(new EmailConfig.AutoReply("we have it")), sender, head);
    }

    private Optional<AutomaticAnswer> answer(Optional<EmailConfig.AutoReply> words, String sender, String head)
            throws Exception {
        EmailConfig config = new EmailConfig(
                "support",
                "email",
                "support@example.com",
                List.of(),
                Optional.empty(),
                EmailConfig.Receive.SMTP,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new EmailConfig.Authentication(false, null, null, null),
                words);
        Mailbox mailbox =
                (Mailbox) new EmailConnectorFactory().create(gateway.context("support"), FakeGateway.settings(config));
        MailEnvelope envelope = new MailEnvelope(
                "1",
                "ESMTP",
                "mail.example",
                "127.0.0.1",
                false,
                sender,
                List.of("support@example.com"),
                Instant.parse("2026-01-02T03:04:05Z"));
        mailbox.deliver(envelope, HeldMail.of(Buffer.buffer(head + "\r\nwords\r\n")))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        MessageReceived event =
                (MessageReceived) gateway.inbound.arrivals().get(0).event();
        return Optional.ofNullable(event.letter().answer());
    }
}
