package tributary.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shipped file is read with the types its comments promise, and says what a node without a file would do. */
class DefaultFileTest {
    record Root(
            Path dataDir,
            URI publicUrl,
            Http http,
            Listener management,
            Smtp smtp,
            Store store,
            Cluster cluster,
            Setup setup,
            Limits limits,
            Journal journal,
            Push push,
            RemotePictures remotePictures,
            List<Settings> inboxes) {}

    record Listener(String host, int port) {}

    record Http(String host, int port, List<String> trustedProxies) {}

    record Smtp(
            String host,
            int port,
            int lmtpPort,
            String hostname,
            SmtpTls tls,
            DataSize maxMessage,
            int maxConnections,
            int maxRecipients,
            int maxMails,
            SmtpTimeouts timeouts,
            List<String> relays,
            List<String> proxyProtocol,
            List<String> lenient) {}

    record SmtpTls(String certificate, String key) {}

    record SmtpTimeouts(Duration command, Duration data, Duration mail, Duration deliver) {}

    record Store(String postgres, int poolSize, String redis) {}

    record Cluster(
            boolean enabled,
            String node,
            String host,
            int port,
            int busPort,
            List<String> members,
            Secret secret,
            Settings tls) {}

    record Setup(String adminEmail, Secret adminPassword, Secret apiToken) {}

    record Limits(
            List<String> exempt,
            Rate visitorMessages,
            Rate hellos,
            Rate newSessions,
            Rate uploads,
            Rate forms,
            int smtpConnections,
            Rate smtpMessages) {}

    record Journal(int queue, int batch, Duration linger, Duration timeout) {}

    record Push(Duration heartbeat, Duration authTimeout, int topics, SlowConsumer slowConsumer) {}

    record RemotePictures(boolean enabled, DataSize max, Duration timeout, List<String> allow) {}

    record SlowConsumer(DataSize soft, DataSize hard, Duration wait_) {}

    record LiveChat(
            String name,
            String connector,
            Duration reopenWithin,
            List<String> origins,
            Settings identity,
            Duration heartbeat,
            Duration helloTimeout,
            SlowConsumer slowConsumer,
            Duration drain,
            Files attachments) {}

    record Mail(String name, String connector, String address, String receive, Relay send) {}

    record Relay(String host, int port) {}

    record Files(DataSize max, List<String> types) {}

    private final Root root =
            ConfigFile.open(Path.of("etc/tributary.yaml"), Map.of()).read(Root.class);

    @Test
    void listensOnLoopbackOnly() {
        assertThat(root.http()).isEqualTo(new Http("127.0.0.1", 8080, List.of()));
        assertThat(root.management()).isEqualTo(new Listener("127.0.0.1", 9090));
        assertThat(root.smtp().host()).isEqualTo("127.0.0.1");
        assertThat(root.smtp().port()).isEqualTo(2525);
        assertThat(root.smtp().lmtpPort()).isEqualTo(2424);
        assertThat(root.publicUrl()).isEqualTo(URI.create("http://127.0.0.1:8080"));
    }

    @Test
    void needsNothingInstalledAndHoldsNoSecret() {
        assertThat(root.store()).isEqualTo(new Store("embedded", 8, "none"));
        assertThat(root.cluster().enabled()).isFalse();
        assertThat(root.cluster().secret().isEmpty()).isTrue();
        assertThat(root.setup().adminPassword().isEmpty()).isTrue();
        assertThat(root.setup().apiToken().isEmpty()).isTrue();
    }

    @Test
    void fetchesPicturesFromPublicAddressesOnly() {
        assertThat(root.remotePictures())
                .isEqualTo(new RemotePictures(true, DataSize.ofMebibytes(5), Duration.ofSeconds(10), List.of()));
    }

    @Test
    void boundsMail() {
        assertThat(root.smtp())
                .isEqualTo(new Smtp(
                        "127.0.0.1",
                        2525,
                        2424,
                        "",
                        new SmtpTls("", ""),
                        DataSize.ofMebibytes(35),
                        200,
                        100,
                        30,
                        new SmtpTimeouts(
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(3),
                                Duration.ofHours(1),
                                Duration.ofSeconds(10)),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Test
    void boundsPeers() {
        assertThat(root.limits())
                .isEqualTo(new Limits(
                        List.of("127.0.0.0/8", "::1"),
                        new Rate(60, Duration.ofMinutes(1)),
                        new Rate(60, Duration.ofMinutes(1)),
                        new Rate(60, Duration.ofHours(1)),
                        new Rate(10, Duration.ofHours(1)),
                        new Rate(5, Duration.ofHours(1)),
                        10,
                        new Rate(60, Duration.ofMinutes(1))));
    }

    @Test
    void hasAnInboxForChatAndOneForMail() {
        assertThat(root.inboxes()).hasSize(2);
        LiveChat web = root.inboxes().get(0).read(LiveChat.class);
        assertThat(web.name()).isEqualTo("web");
        assertThat(web.connector()).isEqualTo("livechat");
        assertThat(web.reopenWithin()).isEqualTo(Duration.ofDays(7));
        assertThat(web.attachments().max()).isEqualTo(DataSize.ofMebibytes(20));
        assertThat(web.slowConsumer()).isEqualTo(root.push().slowConsumer());
        assertThat(root.inboxes().get(1).read(Mail.class))
                .isEqualTo(new Mail("support", "email", "support@example.com", "smtp", new Relay("127.0.0.1", 1025)));
    }
}
