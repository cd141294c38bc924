package tributary.gateway.platform.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.connector.Limits;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.platform.smtp.wire.Protocol;

/** TLS, PROXY headers, who may connect, how much, how long, and stopping. */
class SmtpBoundsIT {

    private static final String SUPPORT = "support@mail.example.com";

    @TempDir
    private Path folder;

    private SmtpFixture smtp;

    @AfterEach
    void stop() {
        smtp.close();
        assertThat(smtp.files()).isEmpty();
    }

    @Test
    void startsTlsOnEveryLoop() throws Exception {
        smtp = new SmtpFixture(
                folder.resolve("spool"),
                SmtpFixture.config(Map.of("tls", TestCertificate.make(folder))),
                new SmtpFixture.Open(),
                OptionalInt.empty(),
                2);
        for (int i = 0; i < 4; i++) {
            try (SmtpClient client = SmtpClient.connect(smtp.port(Protocol.SMTP))) {
                client.reply();
                assertThat(client.say("EHLO plain.example")).contains("250-STARTTLS");
                client.data(SUPPORT);
                client.say(".");
                assertThat(client.say("STARTTLS")).startsWith("220 2.0.0");
                client.startTls();
                assertThat(client.say("MAIL FROM:<>")).startsWith("503 5.5.1");
                assertThat(client.say("EHLO tls.example")).doesNotContain("STARTTLS");
                client.data(SUPPORT);
                assertThat(client.say("x".repeat(200_000) + "\r\n.")).startsWith("250 2.0.0");
                assertThat(client.say("QUIT")).startsWith("221 ");
            }
            smtp.support.next();
            var secure = smtp.support.next();
            assertThat(secure.envelope().tls()).isTrue();
            assertThat(secure.envelope().protocol()).isEqualTo("ESMTPS");
            assertThat(secure.envelope().helo()).isEqualTo("tls.example");
        }
    }

    @Test
    void plainBytesBehindStartTlsEndTheConnection() throws Exception {
        smtp = new SmtpFixture(
                folder.resolve("spool"), SmtpFixture.config(Map.of("tls", TestCertificate.make(folder))));
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.send("STARTTLS\r\nMAIL FROM:<injected@attacker.example>\r\n");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void saysWhyACertificateCannotBeUsed() throws Exception {
        smtp = new SmtpFixture(folder.resolve("spool"), SmtpConfig.DEFAULT);
        Path nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing");

        var loaded =
                TestDatabase.await(StartTls.load(smtp.vertx, new SmtpConfig.Tls(nothing.toString(), nothing.toString()))
                        .map("loaded")
                        .otherwise(Throwable::getMessage));

        assertThat(loaded).startsWith("smtp.tls: expected a certificate and its key in PEM files, found " + nothing);
    }

    @Test
    void believesAPrefixOfATrustedLoadBalancerOnly() throws Exception {
        smtp = new SmtpFixture(folder, SmtpFixture.config(Map.of("proxy-protocol", "127.0.0.1")));
        try (SmtpClient client = smtp.connect(Protocol.SMTP)) {
            client.send("PROXY TCP4 192.0.2.7 ").send("198.51.100.1 5000 25\r\n");
            assertThat(client.reply()).startsWith("220 ");
            client.say("EHLO a");
            client.data(SUPPORT);
            client.say(".");
        }
        assertThat(smtp.support.next().envelope().peer()).isEqualTo("192.0.2.7");

        try (SmtpClient early = smtp.connect(Protocol.SMTP)) {
            early.send("PROXY TCP4 192.0.2.7 198.51.100.1 5000 25\r\nEHLO early\r\n");
            assertThat(early.rest()).containsExactly("554 5.5.1 you spoke out of turn");
        }
        try (SmtpClient without = smtp.connect(Protocol.SMTP)) {
            without.send("EHLO a\r\n");
            assertThat(without.rest()).isEmpty();
        }
    }

    @Test
    void aPrefixOfAnybodyElseIsABadCommand() {
        smtp = new SmtpFixture(folder, SmtpConfig.DEFAULT);
        try (SmtpClient client = smtp.connect(Protocol.SMTP)) {
            client.reply();
            assertThat(client.say("PROXY TCP4 192.0.2.7 198.51.100.1 5000 25")).startsWith("500 5.5.2");
        }
    }

    @Test
    void onlyRelaysMayConnect() {
        smtp = new SmtpFixture(folder, SmtpFixture.config(Map.of("relays", "192.0.2.0/24")));
        try (SmtpClient client = smtp.connect(Protocol.SMTP)) {
            assertThat(client.rest()).containsExactly("554 5.7.1 you may not connect here");
        }
    }

    @Test
    void boundsConnections() {
        smtp = new SmtpFixture(
                folder, SmtpFixture.config(Map.of("max-connections", 3)), new SmtpFixture.Open(), OptionalInt.of(2), 1);
        try (SmtpClient first = smtp.introduced(Protocol.SMTP);
                SmtpClient second = smtp.introduced(Protocol.LMTP);
                SmtpClient third = smtp.connect(Protocol.SMTP)) {
            assertThat(third.rest()).containsExactly("421 4.7.0 too many connections from you, try again later");
            assertThat(first.say("QUIT")).startsWith("221");
            assertThat(second.say("QUIT")).startsWith("221");
        }
        smtp.quiet();
        assertThat(smtp.counted(SmtpMetrics.REFUSALS_TOTAL, "code", "421")).isEqualTo(1);
    }

    @Test
    void boundsAllConnectionsAlsoForTheExempt() {
        smtp = new SmtpFixture(
                folder, SmtpFixture.config(Map.of("max-connections", 1)), new Tight(true), OptionalInt.of(1), 1);
        try (SmtpClient first = smtp.introduced(Protocol.SMTP);
                SmtpClient second = smtp.connect(Protocol.SMTP)) {
            assertThat(second.rest()).containsExactly("421 4.3.2 too many connections, try again later");
            assertThat(first.data(SUPPORT)).startsWith("354");
            assertThat(first.say(".")).startsWith("250");
            assertThat(first.data(SUPPORT)).startsWith("354");
            assertThat(first.say(".")).startsWith("250");
        }
    }

    @Test
    void boundsTheRateOfMailsAndTheMailsOfAConnection() {
        smtp = new SmtpFixture(
                folder, SmtpFixture.config(Map.of("max-mails", 1)), new Tight(false), OptionalInt.empty(), 1);
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            assertThat(client.data(SUPPORT)).startsWith("354");
            assertThat(client.say(".")).startsWith("250");
            assertThat(client.say("MAIL FROM:<>")).startsWith("421 4.7.0");
        }
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            assertThat(client.say("MAIL FROM:<>")).isEqualTo("452 4.7.0 too many mails, try again in 8 seconds");
        }
    }

    @Test
    void whoIsTooSlowIsSentAway() {
        smtp = new SmtpFixture(
                folder,
                SmtpFixture.config(Map.of(
                        "timeouts",
                        new SmtpConfig.Timeouts(Duration.ofMillis(300), Duration.ofMillis(300), null, null))));
        try (SmtpClient silent = smtp.connect(Protocol.SMTP)) {
            assertThat(silent.rest()).containsExactly("220 mail.example.com ESMTP", "421 4.4.2 took too long");
        }
        try (SmtpClient stuck = smtp.introduced(Protocol.SMTP)) {
            stuck.data(SUPPORT);
            stuck.send("x".repeat(100_000));
            assertThat(stuck.rest()).containsExactly("421 4.4.2 took too long");
        }
        smtp.quiet();
    }

    @Test
    void aLargeMailLiesOnDiskAndNotInMemory() throws Exception {
        smtp = new SmtpFixture(folder, SmtpFixture.config(Map.of("max-message", 40 << 20)));
        Promise<Void> stored = Promise.promise();
        List<Long> lengths = new ArrayList<>();
        smtp.support.answer = (envelope, mail) -> {
            smtp.files().forEach(file -> lengths.add(file.toFile().length()));
            lengths.add(mail.bytes());
            return stored.future();
        };
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.data(SUPPORT);
            write(client.output(), 36 << 20);
            client.send(".\r\n");
            assertThat(smtp.support.next().inFile()).isTrue();
            TestNode.eventually(() -> lengths.size() == 2);
            stored.complete();
            assertThat(client.reply()).startsWith("250 ");
        }
        smtp.quiet();
        assertThat(lengths).containsExactly(36L << 20, 36L << 20);
    }

    @Test
    void aMailAboveTheLimitLeavesTheDiskAtOnce() throws Exception {
        smtp = new SmtpFixture(folder, SmtpConfig.DEFAULT);
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.data(SUPPORT);
            write(client.output(), 36 << 20);
            TestNode.eventually(() -> smtp.files().isEmpty());
            client.send(".\r\n");
            assertThat(client.reply()).startsWith("552 5.3.4");
            assertThat(client.say("QUIT")).startsWith("221 ");
        }
        assertThat(smtp.support.got).isEmpty();
    }

    @Test
    void aDiskThatCannotBeWrittenMakesTheSenderTryAgain() throws Exception {
        Path spool = folder.resolve("spool");
        smtp = new SmtpFixture(spool, SmtpConfig.DEFAULT);
        Files.delete(spool);
        try (SmtpClient client = smtp.introduced(Protocol.SMTP)) {
            client.data(SUPPORT);
            assertThat(client.say("x".repeat(500_000) + "\r\n.")).startsWith("451 4.3.0");
            client.data(SUPPORT);
            assertThat(client.say("small\r\n.")).startsWith("250 ");
        }
        Files.createDirectory(spool);
    }

    @Test
    void deletesWhatACrashLeft() throws Exception {
        Files.writeString(folder.resolve("left.mail"), "half a mail");
        Files.writeString(folder.resolve("other.txt"), "not ours");

        smtp = new SmtpFixture(folder, SmtpConfig.DEFAULT);

        assertThat(smtp.files()).containsExactly(folder.resolve("other.txt"));
        Files.delete(folder.resolve("other.txt"));
    }

    @Test
    void stoppingSendsTheIdleAwayAndFinishesWhatCameAfterADot() throws Exception {
        smtp = new SmtpFixture(folder, SmtpConfig.DEFAULT);
        Promise<Void> stored = Promise.promise();
        smtp.support.answer = (envelope, mail) -> stored.future();
        try (SmtpClient idle = smtp.introduced(Protocol.SMTP);
                SmtpClient begun = smtp.introduced(Protocol.LMTP);
                SmtpClient due = smtp.introduced(Protocol.SMTP)) {
            begun.data(SUPPORT);
            begun.send("x".repeat(100_000));
            due.data(SUPPORT);
            due.send("x".repeat(100_000) + "\r\n.\r\n");
            smtp.support.next();

            var stopped = smtp.server.stop();

            assertThat(idle.rest()).containsExactly("421 4.3.2 shutting down, try again later");
            assertThat(begun.rest()).containsExactly("421 4.3.2 shutting down, try again later");
            stored.complete();
            assertThat(due.rest()).extracting(reply -> reply.substring(0, 9)).containsExactly("250 2.0.0", "421 4.3.2");
            TestDatabase.await(stopped);
            assertThat(smtp.files()).isEmpty();
        }
    }

    @Test
    void stoppingDoesNotWaitForAMailboxForEver() throws Exception {
        smtp = new SmtpFixture(folder, SmtpConfig.DEFAULT);
        Promise<Void> never = Promise.promise();
        smtp.support.answer = (envelope, mail) -> never.future();
        try (SmtpClient due = smtp.introduced(Protocol.SMTP)) {
            due.data(SUPPORT);
            due.send("x".repeat(100_000) + "\r\n.\r\n");
            smtp.support.next();

            TestDatabase.await(smtp.server.stop());

            assertThat(smtp.files()).isEmpty();
            assertThat(due.rest()).isEmpty();
        }
    }

    private static void write(OutputStream out, int bytes) throws Exception {
        byte[] block = ("x".repeat(1022) + "\r\n").repeat(64).getBytes(StandardCharsets.US_ASCII);
        for (int sent = 0; sent < bytes; sent += block.length) {
            out.write(block);
        }
        out.flush();
    }

    /** One mail for each peer, unless it is exempt. */
    private static final class Tight implements Limits {
        private final boolean exempt;
        private final AtomicInteger taken = new AtomicInteger();

        private Tight(boolean exempt) {
            this.exempt = exempt;
        }

        @Override
        public Optional<Duration> take(String limit, String subject) {
            assertThat(limit).isEqualTo("smtp-messages");
            return taken.getAndIncrement() == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(7));
        }

        @Override
        public boolean exempt(String peer, boolean forwarded) {
            return exempt && !forwarded;
        }
    }
}
