package tributary.connector.wechat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import tributary.config.Secret;
import tributary.connector.Connector;
import tributary.connector.FakeGateway;
import tributary.connector.HookAnswer;
import tributary.conversation.Attachment;
import tributary.conversation.Author;
import tributary.conversation.IdentityKey;
import tributary.conversation.OutboundMessage;
import tributary.conversation.PartyKey;

/** An inbox {@code oa} with its provider; what comes in is signed and encrypted by somebody else's code. */
final class WeChatFixture implements AutoCloseable {

    static final String TOKEN = "omniGateway2026";
    static final String KEY = "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c";
    static final String APP = "wx0a1b2c3d4e5f6071";
    static final String APP_SECRET = "0123456789abcdef0123456789abcdef";

    final Vertx vertx = Vertx.vertx();
    final FakeGateway gateway = new FakeGateway(vertx);
    final FakeProvider provider;
    final Connector connector;

    WeChatFixture(String mode) throws Exception {
        provider = new FakeProvider(vertx);
        connector = new WeChatConnectorFactory().create(gateway.context("oa"), FakeGateway.settings(config(mode)));
        get(connector.start());
    }

    private WeChatConfig config(String mode) {
        return new WeChatConfig(
                "oa",
                "wechat",
                APP,
                new Secret(APP_SECRET),
                new Secret(TOKEN),
                Optional.of(new Secret(KEY)),
                mode,
                Optional.of("gh_0123456789ab"),
                provider.base(),
                null,
                Duration.ofMillis(800),
                null);
    }

    static String text(String id, String content) {
        return push("<MsgType>text</MsgType><Content><![CDATA[" + content + "]]></Content><MsgId>" + id + "</MsgId>");
    }

    static String push(String rest) {
        return "<xml><ToUserName>gh_0123456789ab</ToUserName><FromUserName>oAbC</FromUserName><CreateTime>" + now()
                + "</CreateTime>" + rest + "</xml>";
    }

    static long now() {
        return System.currentTimeMillis() / 1000 / 60 * 60;
    }

    /** A push as a server of WeChat makes it in safe mode. */
    Future<HookAnswer> safe(String clear) {
        return safe(clear, APP, Long.toString(now()));
    }

    Future<HookAnswer> safe(String clear, String app, String timestamp) {
        String encrypted = new WxCryptUtil(TOKEN, KEY, app).encrypt("0123456789abcdef", clear);
        Map<String, String> query = signed(timestamp);
        query.put("encrypt_type", "aes");
        query.put("msg_signature", SHA1.gen(TOKEN, timestamp, "n1", encrypted));
        return gateway.hooks.post(
                "oa",
                "",
                query,
                Buffer.buffer("<xml><ToUserName>gh_0123456789ab</ToUserName><Encrypt><![CDATA[" + encrypted
                        + "]]></Encrypt></xml>"));
    }

    static Map<String, String> signed(String timestamp) {
        Map<String, String> query = new HashMap<>();
        query.put("timestamp", timestamp);
        query.put("nonce", "n1");
        query.put("signature", SHA1.gen(TOKEN, timestamp, "n1"));
        return query;
    }

    static OutboundMessage reply(String text, Attachment... files) {
        return new OutboundMessage(
                UUID.randomUUID(),
                new PartyKey("oa", new IdentityKey("openid", APP, "oAbC")),
                Author.agent("Mei"),
                text,
                List.of(files),
                null);
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        get(connector.stop());
        provider.close();
        get(vertx.close());
    }
}
