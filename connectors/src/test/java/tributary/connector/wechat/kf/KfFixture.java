package tributary.connector.wechat.kf;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import tributary.config.Secret;
import tributary.connector.Connector;
import tributary.connector.FakeGateway;
import tributary.connector.FakeState;
import tributary.connector.HookAnswer;
import tributary.conversation.Author;
import tributary.conversation.IdentityKey;
import tributary.conversation.OutboundMessage;
import tributary.conversation.PartyKey;

/** An inbox {@code kf} with its provider: a list of entries behind cursors, and answers as a test wants them. */
final class KfFixture implements AutoCloseable {

    static final String TOKEN = "wecomToken88";
    static final String KEY = "Zk3mT9pQ2sV7xB1nH5jL8cR4wY6fD0gUaEoKiXyWqMt";
    static final String CORP = "ww0f1e2d3c4b5a6978";
    static final String KF = "wkTestKfid0000000001";

    final Vertx vertx = Vertx.vertx();
    final FakeGateway gateway = new FakeGateway(vertx);
    final List<JsonObject> entries = new CopyOnWriteArrayList<>();
    final List<JsonObject> asked = new CopyOnWriteArrayList<>();
    private final List<JsonObject> calls = new CopyOnWriteArrayList<>();
    final List<String> paths = new CopyOnWriteArrayList<>();
    final Map<String, Queue<String>> answers = new HashMap<>();
    final Connector connector;
    private final HttpServer server;

    private final Duration tolerance;

    /** Takes callbacks of any time: those of the vectors have theirs. */
    KfFixture() throws Exception {
        this(Duration.ofDays(36_500));
    }

    KfFixture(Duration tolerance) throws Exception {
        this(tolerance, state -> {});
    }

    KfFixture(Duration tolerance, Consumer<FakeState> before) throws Exception {
        this.tolerance = tolerance;
        before.accept(gateway.state);
        for (String path : List.of("sync_msg", "send_msg", "get", "trans", "batchget")) {
            answers.put(path, new ConcurrentLinkedQueue<>());
        }
        server = get(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    String path = request.path().substring(request.path().lastIndexOf('/') + 1);
                    paths.add(path);
                    request.response().end(answer(path, body));
                }))
                .listen(0, "127.0.0.1"));
        connector = new KfConnectorFactory().create(gateway.context("kf"), FakeGateway.settings(config()));
        get(connector.start());
    }

    KfConfig config() {
        return new KfConfig(
                "kf",
                "wecom-kf",
                CORP,
                new Secret("s3cret-of-the-app"),
                new Secret(TOKEN),
                new Secret(KEY),
                KF,
                URI.create("http://127.0.0.1:" + server.actualPort()),
                null,
                null,
                Duration.ofHours(1),
                tolerance,
                Optional.of("欢迎"),
                null);
    }

    List<JsonObject> asked(String path) {
        return calls.stream()
                .filter(call -> call.getString("path").equals(path))
                .map(call -> call.getJsonObject("body"))
                .toList();
    }

    private String answer(String path, Buffer body) {
        calls.add(new JsonObject().put("path", path).put("body", body.length() == 0 ? null : body.toJsonObject()));
        if (path.equals("gettoken")) {
            return "{\"errcode\":0,\"access_token\":\"T1\",\"expires_in\":7200}";
        }
        if (path.equals("sync_msg") || path.equals("send_msg")) {
            asked.add(body.toJsonObject());
        }
        String told = answers.getOrDefault(path, new ConcurrentLinkedQueue<>()).poll();
        if (told != null) {
            return told;
        }
        return path.equals("sync_msg") ? page(body.toJsonObject().getString("cursor", "")) : "{\"errcode\":0}";
    }

    /** Two entries a page. */
    private String page(String cursor) {
        if (cursor.equals("bad")) {
            return "{\"errcode\":-1}";
        }
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring(1));
        int to = Math.min(entries.size(), from + 2);
        return new JsonObject()
                .put("errcode", 0)
                .put("next_cursor", "c" + to)
                .put("has_more", to < entries.size() ? 1 : 0)
                .put("msg_list", new JsonArray(new ArrayList<>(entries.subList(from, to))))
                .encode();
    }

    static JsonObject text(String id, String text) {
        return new JsonObject()
                .put("msgid", id)
                .put("open_kfid", KF)
                .put("external_userid", "wm1")
                .put("send_time", 1767225710)
                .put("origin", 3)
                .put("msgtype", "text")
                .put("text", new JsonObject().put("content", text));
    }

    static JsonObject event(String id, JsonObject event) {
        return new JsonObject()
                .put("msgid", id)
                .put("send_time", 1767225710)
                .put("origin", 4)
                .put("msgtype", "event")
                .put("event", event.put("open_kfid", KF).put("external_userid", "wm1"));
    }

    /** A callback as a server of WeCom makes it. */
    Future<HookAnswer> callback() {
        return callback(CORP, 1);
    }

    Future<HookAnswer> callback(String corp, long at) {
        String clear =
                "<xml><ToUserName>" + CORP + "</ToUserName><CreateTime>1767225710</CreateTime><MsgType>event</MsgType>"
                        + "<Event>kf_msg_or_event</Event><Token>ENCtoken</Token><OpenKfId>" + KF + "</OpenKfId></xml>";
        String encrypted = new WxCryptUtil(TOKEN, KEY, corp).encrypt("0123456789abcdef", clear);
        String timestamp = Long.toString(at);
        return post(encrypted, SHA1.gen(TOKEN, timestamp, "2", encrypted), timestamp, "2");
    }

    Future<HookAnswer> post(String encrypted, String signature, String timestamp, String nonce) {
        return gateway.hooks.post(
                "kf",
                "",
                Map.of("msg_signature", signature, "timestamp", timestamp, "nonce", nonce),
                Buffer.buffer("<xml><ToUserName>" + CORP + "</ToUserName><AgentID></AgentID><Encrypt><![CDATA["
                        + encrypted + "]]></Encrypt></xml>"));
    }

    static OutboundMessage reply(UUID id, String text) {
        return new OutboundMessage(
                id,
                new PartyKey("kf", new IdentityKey("wecom-external", CORP, "wm1")),
                Author.agent("Mei"),
                text,
                List.of(),
                null);
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        get(connector.stop());
        get(vertx.close());
    }
}
