package tributary.simulator.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tributary.simulator.web.Answer;
import tributary.simulator.web.Exchange;
import tributary.simulator.web.ProviderServer;

/** The server API of the account: a token, messages behind cursors in small pages, replies within the turn, sessions. */
final class KfPlatform {

    static final JsonMapper JSON = new JsonMapper();

    private static final int PAGE = 3;
    private static final int PER_TURN = 5;

    private final KfAccount account;
    private final Consumer<JsonNode> heard;
    private final List<JsonNode> entries = new ArrayList<>();
    private final List<JsonNode> sent = new ArrayList<>();
    private final Map<String, Integer> left = new HashMap<>();
    private final Map<String, Integer> states = new HashMap<>();
    private final Set<String> callbackTokens = new HashSet<>();

    KfPlatform(KfAccount account, Consumer<JsonNode> heard) {
        this.account = account;
        this.heard = heard;
    }

    void mount(ProviderServer server) {
        server.route("/cgi-bin/gettoken", this::token)
                .route("/cgi-bin/kf/sync_msg", request -> authorised(request, () -> sync(json(request))))
                .route("/cgi-bin/kf/send_msg", request -> authorised(request, () -> send(json(request))))
                .route(
                        "/cgi-bin/kf/service_state/get",
                        request -> authorised(
                                request,
                                () -> ok().put(
                                                "service_state",
                                                state(json(request).path("external_userid")))))
                .route("/cgi-bin/kf/service_state/trans", request -> authorised(request, () -> change(json(request))))
                .route("/cgi-bin/kf/account/list", request -> authorised(request, KfPlatform::ok))
                .route("/simulator/sent", request -> Answer.json(sent()))
                .route("/simulator/state", request -> {
                    synchronized (this) {
                        change(json(request));
                    }
                    return Answer.json(ok());
                });
    }

    /** A callback token is good for one pull and the ones after it. */
    synchronized String newToken() {
        String token = "ENC-" + (callbackTokens.size() + 1);
        callbackTokens.add(token);
        return token;
    }

    synchronized void add(JsonNode entry) {
        entries.add(entry);
        if (entry.path("origin").asInt() == 3) {
            String customer = entry.path("external_userid").asText();
            left.put(customer, PER_TURN);
            states.merge(customer, 0, (before, fresh) -> before == 4 ? fresh : before);
        }
    }

    private synchronized ArrayNode sent() {
        return JSON.createArrayNode().addAll(sent);
    }

    private Answer token(Exchange request) {
        boolean known = request.parameter("corpid").equals(account.corpId)
                && request.parameter("corpsecret").equals(account.secret);
        return Answer.json(
                known ? ok().put("access_token", "token-" + account.corpId).put("expires_in", 7200) : error(40001));
    }

    private synchronized Answer authorised(Exchange request, Supplier<JsonNode> then) {
        return Answer.json(
                request.parameter("access_token").equals("token-" + account.corpId) ? then.get() : error(40014));
    }

    private JsonNode sync(JsonNode asked) {
        String token = asked.path("token").asText("");
        if (!token.isEmpty() && !callbackTokens.contains(token)) {
            return error(95007);
        }
        String cursor = asked.path("cursor").asText("");
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring(2));
        int to = Math.min(entries.size(), from + PAGE);
        ArrayNode list = JSON.createArrayNode().addAll(entries.subList(from, to));
        return ok().put("next_cursor", "c-" + to)
                .put("has_more", to < entries.size() ? 1 : 0)
                .set("msg_list", list);
    }

    private JsonNode send(JsonNode message) {
        String customer = message.path("touser").asText();
        int state = states.getOrDefault(customer, 4);
        int messages = left.getOrDefault(customer, 0);
        if (state != 0 && state != 1) {
            return error(95018);
        }
        if (messages == 0) {
            return error(95001);
        }
        left.put(customer, messages - 1);
        sent.add(message);
        heard.accept(message);
        return ok().put("msgid", message.path("msgid").asText());
    }

    private int state(JsonNode customer) {
        return states.getOrDefault(customer.asText(), 4);
    }

    private JsonNode change(JsonNode asked) {
        states.put(
                asked.path("external_userid").asText(),
                asked.path("service_state").asInt());
        return ok();
    }

    private static JsonNode json(Exchange request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON", e);
        }
    }

    private static ObjectNode ok() {
        return error(0);
    }

    private static ObjectNode error(int code) {
        return JSON.createObjectNode().put("errcode", code).put("errmsg", code == 0 ? "ok" : "simulated");
    }
}
