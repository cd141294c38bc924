package tributary.simulator.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tributary.simulator.web.Answer;
import tributary.simulator.web.Exchange;
import tributary.simulator.web.Media;
import tributary.simulator.web.ProviderServer;

/** The server API of the account: a token, messages behind cursors, replies within the turn, sessions, names, media. */
final class KfPlatform {

    static final JsonMapper JSON = new JsonMapper();

    private static final Duration WELCOME = Duration.ofSeconds(20);
    private static final int NO_FAILURE = -1;

    private final KfAccount account;
    private final Clock clock;
    private final Consumer<JsonNode> heard;
    private final Consumer<ObjectNode> later;
    private final KfEntries entries;
    private final Media media;
    private final List<JsonNode> sent = new ArrayList<>();
    private final Map<String, KfSession> sessions = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Code> codes = new HashMap<>();
    private int tokens;
    private int failure = NO_FAILURE;

    /**
     * @param heard told of each message the account sent
     * @param later adds an event after the answer, and calls back
     */
    KfPlatform(KfAccount account, Clock clock, Consumer<JsonNode> heard, Consumer<ObjectNode> later) {
        this.account = account;
        this.clock = clock;
        this.heard = heard;
        this.later = later;
        this.entries = new KfEntries(clock);
        this.media = new Media(clock);
    }

    void mount(ProviderServer server) {
        server.route("/cgi-bin/gettoken", this::token)
                .route("/cgi-bin/kf/sync_msg", request -> authorised(request, entries::page))
                .route("/cgi-bin/kf/send_msg", request -> authorised(request, this::send))
                .route("/cgi-bin/kf/send_msg_on_event", request -> authorised(request, this::welcome))
                .route("/cgi-bin/kf/service_state/get", request -> authorised(request, this::state))
                .route("/cgi-bin/kf/service_state/trans", request -> authorised(request, this::change))
                .route("/cgi-bin/kf/customer/batchget", request -> authorised(request, this::customers))
                .route("/cgi-bin/kf/account/list", request -> authorised(request, asked -> accounts()))
                .route(
                        "/cgi-bin/media/upload",
                        request -> isGood(request) ? Answer.json(media.upload(request)) : Answer.json(error(40014)))
                .route(
                        "/cgi-bin/media/get",
                        request ->
                                isGood(request) ? media.get(request.parameter("media_id")) : Answer.json(error(40014)))
                .route("/simulator/sent", request -> Answer.json(sent()))
                .route("/simulator/expire-token", request -> {
                    expire();
                    return Answer.json(ok());
                })
                .route("/simulator/expire-callbacks", request -> {
                    entries.expireTokens();
                    return Answer.json(ok());
                })
                .route("/simulator/fail-next", request -> {
                    failNext(json(request).path("fail_type").asInt(0));
                    return Answer.json(ok());
                });
    }

    KfEntries entries() {
        return entries;
    }

    /** Stores an entry; somebody who enters may get a code for a welcome. */
    synchronized void add(ObjectNode entry, String name) {
        if (entry.path("event") instanceof ObjectNode event) {
            String customer = event.path("external_userid").asText();
            if (event.path("event_type").asText().equals("enter_session")
                    && !event.has("welcome_code")
                    && session(customer).mayBeWelcomed()) {
                String code = "WELCOME-" + (codes.size() + 1);
                codes.put(code, new Code(customer, clock.instant().plus(WELCOME)));
                event.put("welcome_code", code);
            }
            names.putIfAbsent(customer, name);
        } else {
            String customer = entry.path("external_userid").asText();
            names.putIfAbsent(customer, name);
            if (entry.path("origin").asInt() == 3) {
                session(customer).wrote();
            }
        }
        entries.add(entry);
    }

    private synchronized ArrayNode sent() {
        return JSON.createArrayNode().addAll(sent);
    }

    private synchronized void expire() {
        tokens++;
    }

    private synchronized void failNext(int type) {
        failure = type;
    }

    private Answer token(Exchange request) {
        boolean known = request.parameter("corpid").equals(account.corpId)
                && request.parameter("corpsecret").equals(account.secret);
        return Answer.json(known ? ok().put("access_token", current()).put("expires_in", 7200) : error(40001));
    }

    private synchronized String current() {
        return "token-" + account.corpId + '-' + tokens;
    }

    private boolean isGood(Exchange request) {
        return request.parameter("access_token").equals(current());
    }

    private Answer authorised(Exchange request, Function<JsonNode, JsonNode> then) {
        if (!isGood(request)) {
            return Answer.json(error(40014));
        }
        try {
            return Answer.json(then.apply(json(request)));
        } catch (KfRefusal refusal) {
            return Answer.json(error(refusal.code()));
        }
    }

    private synchronized JsonNode send(JsonNode message) {
        String type = message.path("msgtype").asText();
        String id = message.path("msgid").asText();
        check(id.isEmpty() || id.matches("[0-9a-zA-Z_-]{1,32}"), 40058);
        check(message.path("open_kfid").asText().equals(account.openKfId), 95004);
        check(message.path("text").path("content").asText().getBytes(StandardCharsets.UTF_8).length <= 2048, 40058);
        check(
                !type.matches("image|voice|video|file")
                        || !message.path(type).path("media_id").asText().isEmpty(),
                40007);
        session(message.path("touser").asText()).send();
        sent.add(message);
        heard.accept(message);
        if (failure != NO_FAILURE) {
            later.accept(failed(message, failure));
            failure = NO_FAILURE;
        }
        return ok().put("msgid", id);
    }

    private ObjectNode failed(JsonNode message, int type) {
        ObjectNode event = event("msg_send_fail", message.path("touser").asText());
        ((ObjectNode) event.path("event"))
                .put("fail_msgid", message.path("msgid").asText())
                .put("fail_type", type);
        return event;
    }

    private synchronized JsonNode welcome(JsonNode message) {
        Code code = codes.remove(message.path("code").asText());
        check(code != null && code.until().isAfter(clock.instant()), 40058);
        session(Optional.ofNullable(code).orElseThrow().customer()).welcomed();
        sent.add(message);
        heard.accept(message);
        return ok().put("msgid", message.path("msgid").asText());
    }

    private synchronized JsonNode state(JsonNode asked) {
        return ok().put(
                        "service_state",
                        session(asked.path("external_userid").asText()).state());
    }

    private synchronized JsonNode change(JsonNode asked) {
        int to = asked.path("service_state").asInt();
        check(
                to != KfSession.SERVICER
                        || !asked.path("servicer_userid").asText().isEmpty(),
                40058);
        session(asked.path("external_userid").asText()).change(to);
        return ok().put("msg_code", to == KfSession.ENDED ? "END-1" : "");
    }

    /** A colleague takes the session in the WeCom client, or ends it there. */
    synchronized ObjectNode takeOver(JsonNode asked) {
        String customer = asked.path("external_userid").asText();
        int to = asked.path("service_state").asInt();
        session(customer).force(to);
        ObjectNode entry = event("session_status_change", customer);
        ObjectNode event = (ObjectNode) entry.path("event");
        String colleague = asked.path("servicer_userid").asText("zhang");
        if (to == KfSession.ENDED) {
            event.put("change_type", 3).put("old_servicer_userid", colleague);
        } else {
            event.put("change_type", 1).put("new_servicer_userid", colleague);
        }
        return entry;
    }

    private synchronized JsonNode customers(JsonNode asked) {
        JsonNode ids = asked.path("external_userid_list");
        check(ids.size() <= 100, 40058);
        ObjectNode answer = ok();
        ArrayNode found = answer.putArray("customer_list");
        ArrayNode invalid = answer.putArray("invalid_external_userid");
        for (JsonNode id : ids) {
            String name = names.get(id.asText());
            if (name == null) {
                invalid.add(id);
            } else {
                found.addObject()
                        .put("external_userid", id.asText())
                        .put("nickname", name)
                        .put("avatar", "http://wx.qlogo.cn/mmhead/0")
                        .put("gender", 1);
            }
        }
        return answer;
    }

    private JsonNode accounts() {
        ObjectNode answer = ok();
        answer.putArray("account_list")
                .addObject()
                .put("open_kfid", account.openKfId)
                .put("name", "simulated");
        return answer;
    }

    private ObjectNode event(String type, String customer) {
        ObjectNode entry = JSON.createObjectNode().put("msgtype", "event");
        entry.putObject("event").put("event_type", type).put("external_userid", customer);
        return entry;
    }

    private KfSession session(String customer) {
        return sessions.computeIfAbsent(customer, key -> new KfSession(clock));
    }

    private static void check(boolean fine, int code) {
        if (!fine) {
            throw new KfRefusal(code);
        }
    }

    static JsonNode json(Exchange request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON", e);
        }
    }

    static ObjectNode ok() {
        return error(0);
    }

    private static ObjectNode error(int code) {
        return JSON.createObjectNode()
                .put("errcode", code)
                .put("errmsg", code == 0 ? "ok" : "simulated, hint: [1], from ip: 127.0.0.1");
    }

    /** One-shot, for a welcome. */
    private record Code(String customer, Instant until) {}
}
