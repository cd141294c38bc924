package tributary.simulator.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tributary.simulator.web.Answer;
import tributary.simulator.web.Exchange;
import tributary.simulator.web.ProviderServer;

/** The server API of the account: tokens, messages within the windows, media. */
final class Platform {

    static final JsonMapper JSON = new JsonMapper();

    private static final Duration WINDOW = Duration.ofDays(2);
    private static final int MESSAGES = 5;
    private static final byte[] PICTURE = java.util.Base64.getDecoder()
            .decode(
                    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGNkYPjPgAcwMYwMaQBhVwELDsO5ZwAAAABJRU5ErkJggg==");

    private final Account account;
    private final Clock clock;
    private final Consumer<JsonNode> heard;
    private final List<JsonNode> sent = new ArrayList<>();
    private final Map<String, Window> windows = new HashMap<>();
    private int tokens;
    private int media;

    /** @param heard told of each message the account sent */
    Platform(Account account, Clock clock, Consumer<JsonNode> heard) {
        this.account = account;
        this.clock = clock;
        this.heard = heard;
    }

    void mount(ProviderServer server) {
        server.route("/cgi-bin/stable_token", this::token)
                .route(
                        "/cgi-bin/getcallbackip",
                        request -> authorised(
                                request,
                                () -> JSON.createObjectNode()
                                        .set("ip_list", JSON.createArrayNode().add("127.0.0.1"))))
                .route("/cgi-bin/message/custom/send", request -> authorised(request, () -> send(request)))
                .route("/cgi-bin/media/upload", request -> authorised(request, this::upload))
                .route("/cgi-bin/media/get", this::media)
                .route("/simulator/sent", request -> Answer.json(sent()))
                .route("/simulator/expire-token", request -> {
                    expire();
                    return Answer.json(JSON.createObjectNode());
                });
    }

    /** A follower wrote: the account may answer. */
    synchronized void wrote(String user) {
        windows.put(user, new Window(clock.instant().plus(WINDOW), MESSAGES));
    }

    private synchronized void expire() {
        tokens++;
    }

    private synchronized ArrayNode sent() {
        return JSON.createArrayNode().addAll(sent);
    }

    private synchronized Answer token(Exchange request) {
        JsonNode asked = json(request);
        boolean known = asked.path("appid").asText().equals(account.appId)
                && asked.path("secret").asText().equals(account.appSecret);
        return Answer.json(
                known
                        ? JSON.createObjectNode().put("access_token", current()).put("expires_in", 7200)
                        : error(40125, "invalid appsecret"));
    }

    private Answer authorised(Exchange request, java.util.function.Supplier<JsonNode> then) {
        synchronized (this) {
            return Answer.json(
                    request.parameter("access_token").equals(current())
                            ? then.get()
                            : error(40001, "invalid credential"));
        }
    }

    private JsonNode send(Exchange request) {
        JsonNode message = json(request);
        Window window = windows.get(message.path("touser").asText());
        if (window == null || !window.until.isAfter(clock.instant())) {
            return error(45015, "response out of time limit");
        }
        if (window.left == 0) {
            return error(45047, "out of response count limit");
        }
        window.left--;
        sent.add(message);
        heard.accept(message);
        return error(0, "ok");
    }

    private JsonNode upload() {
        return JSON.createObjectNode()
                .put("type", "image")
                .put("media_id", "uploaded-" + ++media)
                .put("created_at", clock.instant().getEpochSecond());
    }

    private synchronized Answer media(Exchange request) {
        if (!request.parameter("access_token").equals(current())) {
            return Answer.json(error(40001, "invalid credential"));
        }
        String id = request.parameter("media_id");
        return id.startsWith("gone")
                ? Answer.json(error(40007, "invalid media_id"))
                : Answer.file(id + ".png", "image/png", PICTURE);
    }

    private String current() {
        return "token-" + account.appId + '-' + tokens;
    }

    private static JsonNode json(Exchange request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON", e);
        }
    }

    private static ObjectNode error(int code, String words) {
        return JSON.createObjectNode().put("errcode", code).put("errmsg", words + " rid: simulated");
    }

    private static final class Window {
        private final Instant until;
        private int left;

        Window(Instant until, int left) {
            this.until = until;
            this.left = left;
        }
    }
}
