package tributary.connector.email.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tributary.config.DataSize;
import tributary.config.Secret;
import tributary.connector.Delivery;
import tributary.connector.email.send.SendConfig.Tls;

class RelayTlsTest {
    private static final String OFFER = "250-relay.test\r\n250-AUTH PLAIN\r\n250 STARTTLS";

    private Vertx vertx;
    private SelfSignedCertificate certificate;
    private ScriptedRelay relay;
    private int port;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        certificate = SelfSignedCertificate.create("localhost");
        relay = new ScriptedRelay(vertx, new NetServerOptions().setKeyCertOptions(certificate.keyCertOptions()));
        port = get(relay.start());
    }

    @AfterEach
    void stop() throws Exception {
        get(vertx.close());
        certificate.delete();
    }

    @Test
    void encryptsBeforeItNamesAnybody() throws Exception {
        relay.at("EHLO", OFFER);

        assertThat(send(Tls.REQUIRED, true, false)).isInstanceOf(Delivery.Accepted.class);
        assertThat(relay.commands.subList(0, 4))
                .satisfiesExactly(
                        hello -> assertThat(hello).startsWith("EHLO"),
                        tls -> assertThat(tls).isEqualTo("STARTTLS"),
                        hello -> assertThat(hello).startsWith("EHLO"),
                        mail -> assertThat(mail).startsWith("MAIL FROM:"));
    }

    @Test
    void sendsNothingToARelayItCannotTrust() throws Exception {
        relay.at("EHLO", OFFER);

        assertThat(send(Tls.REQUIRED, false, true))
                .isInstanceOfSatisfying(
                        Delivery.Deferred.class,
                        deferred -> assertThat(deferred.reason()).startsWith("no SMTP dialogue with the relay: "));
        assertThat(relay.commands).noneMatch(line -> line.startsWith("MAIL") || line.startsWith("AUTH"));
    }

    @Test
    void sendsNothingInTheClearWhenTlsIsRequired() throws Exception {
        assertThat(send(Tls.REQUIRED, true, true))
                .isInstanceOfSatisfying(
                        Delivery.Deferred.class,
                        deferred -> assertThat(deferred.reason()).contains("STARTTLS required but not supported"));
        assertThat(relay.commands).noneMatch(line -> line.startsWith("MAIL") || line.startsWith("AUTH"));
    }

    @Test
    void encryptsForWhomeverWhenTlsIsOptional() throws Exception {
        assertThat(send(Tls.OPTIONAL, false, false)).isInstanceOf(Delivery.Accepted.class);

        relay.at("EHLO", OFFER);

        assertThat(send(Tls.OPTIONAL, false, false)).isInstanceOf(Delivery.Accepted.class);
        assertThat(relay.commands).contains("STARTTLS");
    }

    @Test
    void logsIn() throws Exception {
        relay.at("EHLO", OFFER).at("AUTH", "235 2.7.0 welcome");

        assertThat(send(Tls.REQUIRED, true, true)).isInstanceOf(Delivery.Accepted.class);
        assertThat(relay.commands).contains("AUTH PLAIN AHN1cHBvcnQAczNjcjN0");
    }

    @Test
    void defersWhileTheLoginIsWrong() throws Exception {
        relay.at("EHLO", OFFER).at("AUTH", "535 5.7.8 wrong password");

        assertThat(send(Tls.REQUIRED, true, true))
                .isInstanceOfSatisfying(
                        Delivery.Deferred.class,
                        deferred -> assertThat(deferred.reason())
                                .isEqualTo("the relay refuses this node: 535 5.7.8 wrong password"));
    }

    private Delivery send(Tls tls, boolean trusted, boolean login) throws Exception {
        SendConfig config = new SendConfig(
                "localhost",
                port,
                login ? Optional.of("support") : Optional.empty(),
                login ? Optional.of(new Secret("s3cr3t")) : Optional.empty(),
                tls,
                trusted ? Optional.of(Path.of(certificate.certificatePath())) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                DataSize.ofMebibytes(1),
                SendConfig.Addresses.MARKED,
                false);
        MailSender sender = new MailSender(vertx, config, Mails.INBOX, "support", Mails.MARKS);
        Delivery delivery = get(sender.send(Mails.to("li@example.cn")));
        sender.close();
        return delivery;
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
