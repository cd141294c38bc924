package tributary.simulator.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tributary.simulator.web.AccountSimulator;
import tributary.simulator.web.Answer;
import tributary.simulator.web.Deliveries.Attempt;
import tributary.simulator.web.Exchange;
import tributary.simulator.web.ProviderServer;
import tributary.simulator.wechat.NodeHook.Flaw;
import tributary.simulator.wechat.Pushes.Push;

/** {@code simulate wechat}: verifies the address, lets a follower talk, prints what the account answers. */
@Command(
        name = "wechat",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays WeChat's platform for one Official Account against a running node.",
            "The inbox's api-base has to name this: http://127.0.0.1:PORT (8400). While it runs:",
            "  POST /simulator/push   {\"fields\":{\"MsgType\":\"text\",\"Content\":\"…\"}, \"times\":1, \"flaw\":\"none\"}",
            "      flaw: signature, foreign, padding, stale, doctype; format: xml, json; atOnce: true for times in parallel;",
            "      sameTime: true if retries carry the first attempt's time",
            "  POST /simulator/fault  {\"path\":\"/cgi-bin/message/custom/send\",\"kind\":\"errcode\",\"code\":45015}",
            "      kind: errcode, status (with retryAfter), close-before, close-after, slow",
            "  POST /simulator/expire-token",
            "  GET  /simulator/sent   what the account sent"
        })
public final class WeChatSimulator extends AccountSimulator {

    private static final String FOLLOWER = "oSimulated-follower-000001";
    private static final int MOST = 100;

    @Mixin
    private final Account account = new Account();

    private final Follower follower = new Follower(account, Clock.systemUTC());
    private final Platform platform = new Platform(account, Clock.systemUTC(), AccountSimulator::heard);
    private final Pushes pushes = new Pushes(account, Clock.systemUTC());
    private final ExecutorService atOnce = Executors.newCachedThreadPool();

    public WeChatSimulator() {
        super("WeChat", 8400);
    }

    @Override
    protected void mount(ProviderServer server) {
        platform.mount(server);
        server.route("/simulator/push", this::push);
    }

    @Override
    protected void script(List<String> words) throws InterruptedException {
        say(pushes.verify() ? "the node verified its address" : "the node did not verify its address");
        List<Map<String, String>> acts = new ArrayList<>();
        if (words.isEmpty()) {
            acts.add(Map.of(
                    "MsgType", "event", "Event", "subscribe", "EventKey", "qrscene_order_778", "Ticket", "gQH1"));
            acts.add(Map.of("Content", "你好，订单 778 还没有到 /::)"));
            acts.add(Map.of("MsgType", "image", "MediaId", "media-1"));
            acts.add(Map.of(
                    "MsgType", "location", "Location_X", "23.134521", "Location_Y", "113.358803", "Label", "广州塔"));
            acts.add(Map.of("MsgType", "event", "Event", "CLICK", "EventKey", "ORDERS"));
        }
        words.forEach(text -> acts.add(Map.of("Content", text)));
        for (Map<String, String> act : acts) {
            platform.windows().acted(FOLLOWER, act);
            List<Attempt> attempts = pushes.push(new Push(follower.document(act), Flaw.NONE, false));
            Attempt last = attempts.get(attempts.size() - 1);
            say("follower: " + act.getOrDefault("Event", act.getOrDefault("MsgType", "text")) + ' '
                    + act.getOrDefault("Content", "") + (Pushes.taken(last) ? " (taken in " : " (NOT taken, ")
                    + last.millis() + " ms, attempts: " + attempts.size() + ")");
        }
    }

    private Answer push(Exchange request) {
        JsonNode asked = Platform.json(request);
        Map<String, String> fields = new LinkedHashMap<>();
        asked.path("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        Flaw flaw = Flaw.valueOf(asked.path("flaw").asText("none").toUpperCase(Locale.ROOT));
        String document =
                asked.path("format").asText("xml").equals("json") ? follower.json(fields) : follower.document(fields);
        Push push = new Push(document, flaw, asked.path("sameTime").asBoolean(false));
        platform.windows().acted(fields.getOrDefault("FromUserName", FOLLOWER), fields);
        int times = Math.min(MOST, Math.max(1, asked.path("times").asInt(1)));
        try {
            ArrayNode attempts = Platform.JSON.createArrayNode();
            made(push, times, asked.path("atOnce").asBoolean(false)).forEach(attempt -> attempts.add(shape(attempt)));
            return Answer.json(Platform.JSON.createObjectNode().set("attempts", attempts));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.status(503);
        }
    }

    /** One after the other, or all while the first is still in work. */
    private List<Attempt> made(Push push, int times, boolean together) throws InterruptedException {
        List<Attempt> attempts = new ArrayList<>();
        List<Future<List<Attempt>>> flying = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            if (together) {
                flying.add(atOnce.submit(() -> pushes.push(push)));
            } else {
                attempts.addAll(pushes.push(push));
            }
        }
        for (Future<List<Attempt>> one : flying) {
            try {
                attempts.addAll(one.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return attempts;
    }

    private static ObjectNode shape(Attempt attempt) {
        return Platform.JSON
                .createObjectNode()
                .put("status", attempt.status())
                .put("body", attempt.body())
                .put("taken", Pushes.taken(attempt))
                .put("millis", attempt.millis());
    }
}
