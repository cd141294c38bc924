package tributary.gateway.platform.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.connector.MailRefusedException;
import tributary.gateway.platform.smtp.SmtpFixture.Got;
import tributary.gateway.platform.smtp.wire.Protocol;

/** Dialogues over real sockets. */
class SmtpServerIT {

    private static final String SUPPORT = "support@mail.example.com";
    private static final String SALES = "sales@mail.example.com";

    @TempDir
    private static Path folder;

    private static SmtpFixture smtp;

    @BeforeAll
    static void start() {
        smtp = new SmtpFixture(
                folder,
                SmtpFixture.config(Map.of(
                        "max-message",
                        1_000_000,
                        "timeouts",
                        new SmtpConfig.Timeouts(null, null, null, Duration.ofSeconds(2)))));
    }

    @AfterAll
    static void stop() {
        smtp.close();
    }

    @BeforeEach
    void friendly() {
        smtp.support.answer = (envelope, mail) -> Future.succeededFuture();
        smtp.sales.answer = smtp.support.answer;
    }

    @AfterEach
    void leavesNothing() {
        smtp.quiet();
        smtp.support.got.clear();
        smtp.sales.got.clear();
    }

    @Test
    void takesAMail() throws Exception {
        try (SmtpClient client = smtp.connect(Protocol.SMTP)) {
            assertThat(client.reply()).isEqualTo("220 mail.example.com ESMTP");
            assertThat(client.say("EHLO client.example"))
                    .contains("250-PIPELINING")
                    .doesNotContain("STARTTLS");
            assertThat(client.say("MAIL FROM:<li@example.cn> SIZE=100")).startsWith("250 2.1.0");
            assertThat(client.say("RCPT TO:<Support+c1.1.abc@mail.example.com>"))
                    .startsWith("250 2.1.5");
            assertThat(client.say("DATA")).startsWith("354 ");
            assertThat(client.say("Subject: hi\r\n\r\nhello\r\n.")).matches("250 2\\.0\\.0 queued as [0-9a-f-]{36}");
            assertThat(client.say("QUIT")).startsWith("221 2.0.0");
            assertThat(client.rest()).isEmpty();
        }

        Got got = smtp.support.next();
        assertThat(got.text()).isEqualTo("Subject: hi\r\n\r\nhello\r\n");
        assertThat(got.inFile()).isFalse();
        assertThat(got.envelope().sender()).isEqualTo("li@example.cn");
        assertThat(got.envelope().recipients()).containsExactly("Support+c1.1.abc@mail.example.com");
        assertThat(got.envelope().protocol()).isEqualTo("ESMTP");
        assertThat(got.envelope().helo()).isEqualTo("client.example");
        assertThat(got.envelope().peer()).isEqualTo("127.0.0.1");
        assertThat(got.envelope().tls()).isFalse();
    }

    @Test
    void takesAPipelineInOnePacketAndInSingleBytes() throws Exception {
        String envelope = "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nRCPT TO:<x@mail.example.com>\r\nDATA\r\n";
        String rest = "..a\r\n.\r\nMAIL FROM:<a@b.example>\r\nRSET\r\nQUIT\r\n";
        for (boolean single : new boolean[] {false, true}) {
            try (SmtpClient client = smtp.connect(Protocol.SMTP)) {
                client.reply();
                send(client, envelope, single);
                assertThat(client.replies(5))
                        .extracting(reply -> reply.substring(0, 3))
                        .containsExactly("250", "250", "250", "550", "354");
                send(client, rest, single);
                assertThat(client.rest())
                        .extracting(reply -> reply.substring(0, 3))
                        .containsExactly("250", "250", "250", "221");
            }
            Got got = smtp.support.next();
            assertThat(got.text()).isEqualTo(".a\r\n");
            assertThat(got.envelope().sender()).isEmpty();
            assertThat(got.envelope().recipients()).containsExactly("postmaster");
        }
    }

    @Test
    void aMailForTwoMailboxesIsGivenToEachOnce() throws Exception {
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.data(SUPPORT, SALES, "support+x@mail.example.com", SUPPORT);
            assertThat(client.say("a\r\n.")).startsWith("250 2.0.0");
        }

        assertThat(smtp.support.next().envelope().recipients()).containsExactly(SUPPORT, "support+x@mail.example.com");
        assertThat(smtp.sales.next().envelope().recipients()).containsExactly(SALES);
        assertThat(smtp.support.got).isEmpty();
    }

    @Test
    void oneMailboxThatCannotMakesTheSenderTryAgain() {
        smtp.sales.answer = (envelope, mail) -> Future.failedFuture("down");
        smtp.support.answer =
                (envelope, mail) -> Future.failedFuture(new MailRefusedException(550, "5.7.1", "not wanted"));

        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.data(SUPPORT, SALES);
            assertThat(client.say("a\r\n.")).isEqualTo("451 4.3.0 try again later");
            client.data(SUPPORT);
            assertThat(client.say("a\r\n.")).isEqualTo("550 5.7.1 not wanted");
        }
    }

    @Test
    void lmtpAnswersForEachRecipient() {
        smtp.sales.answer = (envelope, mail) -> Future.failedFuture("down");

        try (SmtpClient client = smtp.introduced(Protocol.LMTP)) {
            client.data(SUPPORT, SALES, "x@mail.example.com", "support+x@mail.example.com");
            client.send("a\r\n.\r\nQUIT\r\n");
            List<String> replies = client.rest();
            assertThat(replies).hasSize(4);
            assertThat(replies.get(0)).startsWith("250 2.1.5 <" + SUPPORT + ">");
            assertThat(replies.get(1)).isEqualTo("451 4.3.0 <" + SALES + "> try again later");
            assertThat(replies.get(2)).startsWith("250 2.1.5 <support+x@mail.example.com>");
            assertThat(replies.get(3)).startsWith("221 ");
        }
    }

    @Test
    void aMailboxThatThrowsOrIsTooSlowIsTriedAgain() {
        Promise<Void> never = Promise.promise();
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            smtp.support.answer = (envelope, mail) -> {
                throw new IllegalStateException("a broken promise");
            };
            client.data(SUPPORT);
            assertThat(client.say("a\r\n.")).startsWith("451 4.3.0");
            smtp.support.answer = (envelope, mail) -> never.future();
            client.data(SUPPORT);
            assertThat(client.say("x".repeat(100_000) + "\r\n.")).startsWith("451 4.3.0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsTooLargeAndGoesOn(Protocol protocol) {
        try (SmtpClient client = smtp.introduced(protocol)) {
            assertThat(client.say("MAIL FROM:<> SIZE=1000001")).startsWith("552 5.3.4");
            client.data(SUPPORT);
            assertThat(client.say(("x".repeat(998) + "\r\n").repeat(1100) + "."))
                    .startsWith("552 5.3.4");
            client.data(SUPPORT);
            assertThat(client.say(".")).startsWith("250 ");
        }
        assertThat(smtp.support.got).hasSize(1);
    }

    @Test
    void closesOnAMailWithoutEnd() {
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.data(SUPPORT);
            client.send(("x".repeat(998) + "\r\n").repeat(2100));
            assertThat(client.rest()).singleElement().asString().startsWith("552 5.3.4");
        }
        assertThat(smtp.support.got).isEmpty();
    }

    @Test
    void takesNulsAndLongLines() throws Exception {
        String line = "\0" + "x".repeat(65_535);
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.data(SUPPORT);
            assertThat(client.say(line + "\r\n" + line + "y\r\n.")).startsWith("250 ");
        }

        Got got = smtp.support.next();
        assertThat(got.text()).isEqualTo(line + "\r\n" + line + "\r\ny\r\n");
        assertThat(got.inFile()).isTrue();
    }

    @Test
    void stopsLoops() {
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.data(SUPPORT);
            assertThat(client.say("Received: x\r\n".repeat(50) + "\r\n.")).startsWith("250 ");
            client.data(SUPPORT);
            assertThat(client.say("Received: x\r\n".repeat(51) + "\r\n.")).startsWith("554 5.4.6");
        }
        assertThat(smtp.support.got).hasSize(1);
    }

    @Test
    void whoSpeaksBefore354IsSentAway() {
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.say("MAIL FROM:<>");
            client.say("RCPT TO:<" + SUPPORT + ">");
            client.send("DATA\r\nSubject: early\r\n\r\n.\r\n");
            assertThat(client.rest()).containsExactly("554 5.5.1 you spoke out of turn");
        }
        assertThat(smtp.support.got).isEmpty();
    }

    @Test
    void tenBadCommandsEndTheConnection() {
        try (SmtpClient client = smtp.connect(Protocol.SMTP)) {
            client.reply();
            client.send("GET / HTTP/1.1\r\n" + "Header: value\r\n".repeat(20) + "x".repeat(3000) + "\r\n");
            List<String> replies = client.rest();
            assertThat(replies).hasSize(10);
            assertThat(replies.get(8)).startsWith("500 5.5.2");
            assertThat(replies.get(9)).startsWith("421 4.7.0");
        }
    }

    @Test
    void boundsRecipients() {
        StringBuilder recipients = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            recipients.append("RCPT TO:<support+").append(i).append("@mail.example.com>\r\n");
        }
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.say("MAIL FROM:<>");
            client.send(recipients.toString());
            List<String> replies = client.replies(1000);
            assertThat(replies.subList(0, 100)).allMatch(reply -> reply.startsWith("250 2.1.5"));
            assertThat(replies.subList(100, 1000)).allMatch(reply -> reply.startsWith("452 4.5.3"));
            assertThat(client.say("DATA")).startsWith("354");
            assertThat(client.say(".")).startsWith("250");
        }
        assertThat(smtp.support.got).hasSize(1);
    }

    @Test
    void aConnectionCutInTheMiddleLeavesNothing() throws IOException {
        double before = smtp.counted(SmtpMetrics.MAILS_TOTAL, "outcome", "cut");
        for (int bytes : new int[] {0, 100, 500_000}) {
            SmtpClient client = smtp.introduced(Protocol.SMTP);
            client.data(SUPPORT);
            client.send("x".repeat(bytes));
            client.cut();
        }

        smtp.quiet();
        assertThat(smtp.counted(SmtpMetrics.MAILS_TOTAL, "outcome", "cut")).isEqualTo(before + 3);
        assertThat(smtp.support.got).isEmpty();
    }

    @Test
    void aClientThatEndsItsSideAfterTheDotHearsTheAnswer() throws Exception {
        Promise<Void> stored = Promise.promise();
        smtp.support.answer = (envelope, mail) -> stored.future();
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.data(SUPPORT);
            client.send("x".repeat(100_000) + "\r\n.\r\n");
            client.halfClose();
            smtp.support.next();
            stored.complete();
            assertThat(client.rest()).singleElement().asString().startsWith("250 2.0.0");
        }
    }

    @Test
    void aMailWhoseSenderIsGoneAfterTheDotIsStoredAllTheSame() throws Exception {
        Promise<Void> stored = Promise.promise();
        smtp.support.answer = (envelope, mail) -> stored.future();
        SmtpClient client = smtp.introduced(Protocol.SMTP);
        client.data(SUPPORT);
        client.send("x".repeat(100_000) + "\r\n.\r\n");
        Got got = smtp.support.next();

        client.cut();
        stored.complete();

        assertThat(got.text()).hasSize(100_004);
    }

    private static void send(SmtpClient client, String bytes, boolean single) {
        if (single) {
            bytes.chars().forEach(octet -> client.send(new byte[] {(byte) octet}));
        } else {
            client.send(bytes);
        }
    }
}
