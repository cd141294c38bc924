package tributary.simulator.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tributary.simulator.web.Answer;
import tributary.simulator.web.Exchange;
import tributary.simulator.web.Media;
import tributary.simulator.web.ProviderServer;

/** The server API of the account: tokens, messages within the windows, media. */
final class Platform {

    static final JsonMapper JSON = new JsonMapper();

    private static final int BAD_TOKEN = 40001;
    private static final int BAD_MEDIA = 40007;

    private final Account account;
    private final Clock clock;
    private final Consumer<JsonNode> heard;
    private final List<JsonNode> sent = new ArrayList<>();
    private final Windows windows;
    private final Tokens tokens;
    private final Media media;

    /** @param heard told of each message the account sent */
    Platform(Account account, Clock clock, Consumer<JsonNode> heard) {
        this.account = account;
        this.clock = clock;
        this.heard = heard;
        this.windows = new Windows(clock);
        this.tokens = new Tokens(account.appId, clock);
        this.media = new Media(clock);
    }

    void mount(ProviderServer server) {
        server.route("/cgi-bin/stable_token", this::stableToken)
                .route("/cgi-bin/token", this::token)
                .route("/cgi-bin/getcallbackip", request -> authorised(request, Platform::addresses))
                .route("/cgi-bin/message/custom/send", request -> authorised(request, () -> send(json(request))))
                .route("/cgi-bin/message/custom/typing", request -> authorised(request, () -> typing(json(request))))
                .route("/cgi-bin/media/upload", request -> authorised(request, () -> media.upload(request)))
                .route(
                        "/cgi-bin/media/get",
                        request -> tokens.isGood(request.parameter("access_token"))
                                ? media.get(request.parameter("media_id"))
                                : Answer.json(error(BAD_TOKEN)))
                .route("/simulator/sent", request -> Answer.json(sent()))
                .route("/simulator/expire-token", request -> {
                    tokens.expire();
                    return Answer.json(JSON.createObjectNode());
                });
    }

    Windows windows() {
        return windows;
    }

    private synchronized ArrayNode sent() {
        return JSON.createArrayNode().addAll(sent);
    }

    private Answer stableToken(Exchange request) {
        JsonNode asked = json(request);
        return token(
                asked.path("appid").asText(),
                asked.path("secret").asText(),
                () -> tokens.stable(asked.path("force_refresh").asBoolean(false)));
    }

    private Answer token(Exchange request) {
        return token(request.parameter("appid"), request.parameter("secret"), tokens::classic);
    }

    private Answer token(String appId, String secret, Supplier<Tokens.Token> make) {
        if (!appId.equals(account.appId)) {
            return Answer.json(error(40013));
        }
        if (!secret.equals(account.appSecret)) {
            return Answer.json(error(40125));
        }
        Tokens.Token token = make.get();
        return Answer.json(JSON.createObjectNode()
                .put("access_token", token.value())
                .put(
                        "expires_in",
                        Duration.between(clock.instant(), token.until()).toSeconds()));
    }

    private Answer authorised(Exchange request, Supplier<JsonNode> then) {
        synchronized (this) {
            return Answer.json(tokens.isGood(request.parameter("access_token")) ? then.get() : error(BAD_TOKEN));
        }
    }

    private static JsonNode addresses() {
        return JSON.createObjectNode().set("ip_list", JSON.createArrayNode().add("127.0.0.1"));
    }

    private JsonNode send(JsonNode message) {
        String type = message.path("msgtype").asText();
        JsonNode content = message.path(type);
        if (type.equals("text") && content.path("content").asText().isEmpty()) {
            return error(44004);
        }
        if (content.path("content").asText().getBytes(StandardCharsets.UTF_8).length > 2048) {
            return error(45002);
        }
        boolean file = type.matches("image|voice|video");
        boolean film = type.equals("video");
        if ((file && content.path("media_id").asText().isEmpty())
                || (film && content.path("thumb_media_id").asText().isEmpty())) {
            return error(BAD_MEDIA);
        }
        int refused = windows.take(message.path("touser").asText());
        if (refused == 0) {
            sent.add(message);
            heard.accept(message);
        }
        return error(refused);
    }

    private static JsonNode typing(JsonNode asked) {
        return error(asked.path("command").asText().matches("Typing|CancelTyping") ? 0 : 45072);
    }

    static JsonNode json(Exchange request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON", e);
        }
    }

    static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException | ClassCastException e) {
            throw new IllegalArgumentException("expected a JSON object", e);
        }
    }

    private static ObjectNode error(int code) {
        return JSON.createObjectNode()
                .put("errcode", code)
                .put("errmsg", code == 0 ? "ok" : "simulated hint: [x] rid: 1");
    }
}
