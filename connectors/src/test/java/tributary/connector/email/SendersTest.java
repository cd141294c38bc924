package tributary.connector.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tributary.connector.Arrival;
import tributary.connector.Connector;
import tributary.connector.FakeGateway;
import tributary.connector.MailEnvelope;
import tributary.connector.MailSpool;
import tributary.connector.Mailbox;
import tributary.connector.email.auth.dns.NameServer;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.Trust;

/** A mail is brought to the journal without asking anybody; who its sender is can be asked later, as often as one likes. */
@ExtendWith(VertxExtension.class)
class SendersTest {

    private static final String STRANGER = "192.0.2.9";

    private final NameServer names = new NameServer();
    private FakeGateway gateway;
    private Connector connector;

    SendersTest() throws InterruptedException {}

    @BeforeEach
    void starts(Vertx vertx) throws Exception {
        starts(vertx, List.of());
    }

    private void starts(Vertx vertx, List<String> authservIds) throws Exception {
        gateway = new FakeGateway(vertx);
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
                new EmailConfig.Authentication(true, authservIds, List.of(names.address()), Duration.ofSeconds(20)),
                Optional.empty());
        connector = new EmailConnectorFactory().create(gateway.context("support"), FakeGateway.settings(config));
        await(connector.start());
    }

    @AfterEach
    void stops() {
        names.close();
    }

    @Test
    void storesAMailWithoutAskingNameServers() throws Exception {
        names.silent("mail.example.cn").silent("_dmarc.mail.example.cn").silent("_dmarc.example.cn");

        Arrival arrival = arrives(STRANGER, mail("one", "hello"));

        assertThat(names.questions).isEmpty();
        assertThat(arrival.unproven()).isTrue();
        assertThat(trust(arrival)).isEqualTo(Trust.UNKNOWN);
    }

    @Test
    void findsOutLaterFromTheStoredPayloadAlone() throws Exception {
        names.txt("mail.example.cn", "v=spf1 ip4:192.0.2.0/24 -all")
                .txt("_dmarc.mail.example.cn", "v=DMARC1; p=reject");
        Arrival small = arrives(STRANGER, mail("small", "hello"));
        Arrival large = arrives(STRANGER, mail("large", "hello\r\n".repeat(20_000)));

        assertThat(await(connector.vouch(small.raw())).level()).isEqualTo(Trust.VERIFIED);
        assertThat(await(connector.vouch(large.raw()))).isEqualTo(await(connector.vouch(small.raw())));
        assertThat(large.raw().length()).isLessThan(1_000);
    }

    @Test
    void aDomainThatDisownsAMailFailsIt() throws Exception {
        names.txt("mail.example.cn", "v=spf1 -all").txt("_dmarc.mail.example.cn", "v=DMARC1; p=reject");

        Trust found =
                await(connector.vouch(arrives(STRANGER, mail("one", "hello")).raw()));

        assertThat(found).isEqualTo(new Trust(Trust.FAIL, "fail", "none", "fail", "mail.example.cn"));
    }

    @Test
    void asksNobodyAboutHostsOfOurOwnNetwork() throws Exception {
        assertThat(arrives("127.0.0.1", mail("one", "hello")).unproven()).isFalse();
        assertThat(arrives("10.0.0.3", mail("two", "hello")).unproven()).isFalse();
    }

    @Test
    void believesWhatATrustedHostOfOurOwnNetworkWroteDown(Vertx vertx) throws Exception {
        starts(vertx, List.of("mx.example.com"));

        Arrival arrival = arrives(
                "127.0.0.1",
                "Authentication-Results: mx.example.com; dmarc=pass header.from=mail.example.cn\r\n"
                        + mail("one", "hello"));

        assertThat(arrival.unproven()).isTrue();
        assertThat(await(connector.vouch(arrival.raw())).level()).isEqualTo(Trust.VERIFIED);
        assertThat(names.questions).isEmpty();
    }

    @Test
    void readingAPayloadAgainAsksNobody() throws Exception {
        Arrival arrival = arrives(STRANGER, mail("one", "hello"));

        assertThat(await(connector.read(arrival.raw()))).containsExactly(arrival.event());
        assertThat(names.questions).isEmpty();
    }

    private Arrival arrives(String peer, String mail) throws Exception {
        MailEnvelope envelope = new MailEnvelope(
                "1",
                "ESMTP",
                "mail.example.cn",
                peer,
                false,
                "li@mail.example.cn",
                List.of("support@example.com"),
                Instant.parse("2026-01-02T03:04:05Z"));
        await(((Mailbox) connector).deliver(envelope, new Bytes(Buffer.buffer(mail))));
        List<Arrival> arrivals = gateway.inbound.arrivals();
        return arrivals.get(arrivals.size() - 1);
    }

    private static Trust trust(Arrival arrival) {
        return ((MessageReceived) arrival.event()).letter().trust();
    }

    private static String mail(String id, String words) {
        return "From: Li <li@mail.example.cn>\r\nTo: support@example.com\r\nMessage-ID: <" + id
                + "@mail.example.cn>\r\nSubject: hello\r\n\r\n" + words + "\r\n";
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private record Bytes(Buffer mail) implements MailSpool {
        @Override
        public long bytes() {
            return mail.length();
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(mail.getBytes());
        }

        @Override
        public Optional<Buffer> inMemory() {
            return Optional.of(mail);
        }

        @Override
        public Optional<Path> file() {
            return Optional.empty();
        }
    }
}
