package tributary.connector.livechat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tributary.config.DataSize;
import tributary.config.Secret;
import tributary.connector.Connector;
import tributary.connector.FakeGateway;
import tributary.connector.livechat.rule.FormConfig;
import tributary.connector.livechat.rule.IdentityConfig;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;

/** A live chat inbox {@code web} on a loopback server, with everything behind it in memory. */
final class LiveChatFixture implements AutoCloseable {
    static final String SECRET = "widget-secret-01";

    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    final WebSocketClient client = Widget.client(vertx);
    final FakeGateway gateway = new FakeGateway(vertx);
    final Connector connector;
    final int port;

    LiveChatFixture(LiveChatConfig config) throws Exception {
        connector = new LiveChatConnectorFactory().create(gateway.context("web"), FakeGateway.settings(config));
        Widget.get(connector.start());
        port = Widget.get(gateway.web.listen());
    }

    static LiveChatConfig config() {
        return config(Duration.ofSeconds(25), Duration.ofSeconds(10), LiveChatConfig.SlowConsumer.STANDARD, null);
    }

    static LiveChatConfig config(
            Duration heartbeat, Duration hello, LiveChatConfig.SlowConsumer slow, FormConfig form) {
        IdentityConfig.Key key =
                new IdentityConfig.Key("w1", "HS256", Optional.of(new Secret(SECRET)), Optional.empty());
        return new LiveChatConfig(
                "web",
                "livechat",
                List.of("https://shop.example.com"),
                new IdentityConfig(IdentityConfig.Mode.ENFORCE, List.of(key), true),
                Optional.ofNullable(form),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                heartbeat,
                hello,
                slow,
                new LiveChatConfig.Files(DataSize.ofKibibytes(100), List.of("image/*", "text/plain")),
                Duration.ofMillis(200));
    }

    Widget connect() throws Exception {
        return Widget.connect(client, port);
    }

    static PartyKey visitor(String vid) {
        return new PartyKey("web", new IdentityKey("visitor", "web", vid));
    }

    @Override
    public void close() throws Exception {
        Widget.get(gateway.web.close());
        Widget.get(vertx.close());
    }
}
