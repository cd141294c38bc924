package tributary.simulator.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.simulator.Simulator;
import tributary.simulator.web.Answer;
import tributary.simulator.web.Exchange;
import tributary.simulator.web.ProviderServer;
import tributary.simulator.wechat.Pushes.Attempt;
import tributary.simulator.wechat.Pushes.Flaw;

/** {@code simulate wechat}: verifies the address, lets a follower talk, prints what the account answers. */
@Command(
        name = "wechat",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays WeChat's platform for one Official Account against a running node.",
            "The inbox's api-base has to name this: http://127.0.0.1:PORT. While it runs:",
            "  POST /simulator/push   {\"fields\":{\"MsgType\":\"text\",\"Content\":\"…\"}, \"times\":1, \"flaw\":\"none\"}",
            "  POST /simulator/fault  {\"path\":\"/cgi-bin/message/custom/send\",\"kind\":\"errcode\",\"code\":45015}",
            "  GET  /simulator/sent   what the account sent"
        })
public final class WeChatSimulator implements Simulator {

    private final Clock clock = Clock.systemUTC();

    @Mixin
    private final Account account = new Account();

    @Option(
            names = "--port",
            defaultValue = "8400",
            description = "where the API listens; 0 for any (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--say", description = "what the follower writes, instead of the script; may be repeated")
    private List<String> words = new ArrayList<>();

    @Option(names = "--quiet", description = "no script: only what /simulator/push asks for")
    private boolean quiet;

    @Override
    public Integer call() throws Exception {
        Pushes pushes = new Pushes(account, clock);
        Follower follower = new Follower(account, clock);
        Platform platform = new Platform(account, clock, WeChatSimulator::heard);
        try (ProviderServer server = new ProviderServer(port)) {
            platform.mount(server);
            server.route("/simulator/push", request -> push(request, follower, platform, pushes));
            server.start();
            say("simulated WeChat is ready: http://127.0.0.1:" + server.port());
            if (!quiet) {
                say(pushes.verify() ? "the node verified its address" : "the node did not verify its address");
                script(follower, platform, pushes);
                say("the follower waits for answers; Ctrl-C ends it");
            }
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private void script(Follower follower, Platform platform, Pushes pushes) throws InterruptedException {
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
            platform.wrote("oSimulated-follower-000001");
            List<Attempt> attempts = pushes.push(follower.document(act), Flaw.NONE);
            Attempt last = attempts.get(attempts.size() - 1);
            say("follower: " + act.getOrDefault("Event", act.getOrDefault("MsgType", "text")) + ' '
                    + act.getOrDefault("Content", "") + (last.taken() ? " (taken in " : " (NOT taken, ") + last.millis()
                    + " ms, attempts: " + attempts.size() + ")");
        }
    }

    private static Answer push(Exchange request, Follower follower, Platform platform, Pushes pushes) {
        try {
            JsonNode asked = Platform.JSON.readTree(request.body());
            Map<String, String> fields = new LinkedHashMap<>();
            asked.path("fields")
                    .properties()
                    .forEach(
                            field -> fields.put(field.getKey(), field.getValue().asText()));
            String document = follower.document(fields);
            Flaw flaw = Flaw.valueOf(asked.path("flaw").asText("none").toUpperCase(Locale.ROOT));
            platform.wrote(fields.getOrDefault("FromUserName", "oSimulated-follower-000001"));
            ArrayNode attempts = Platform.JSON.createArrayNode();
            for (int i = 0; i < Math.max(1, asked.path("times").asInt(1)); i++) {
                List<Attempt> made =
                        flaw == Flaw.NONE ? pushes.push(document, flaw) : List.of(pushes.attempt(document, flaw));
                made.forEach(attempt -> attempts.add(shape(attempt)));
            }
            return Answer.json(Platform.JSON.createObjectNode().set("attempts", attempts));
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.status(503);
        }
    }

    private static ObjectNode shape(Attempt attempt) {
        return Platform.JSON
                .createObjectNode()
                .put("status", attempt.status())
                .put("body", attempt.body())
                .put("taken", attempt.taken())
                .put("millis", attempt.millis());
    }

    private static void heard(JsonNode message) {
        String type = message.path("msgtype").asText();
        say("account: " + type + ' ' + message.path(type).path("content").asText(""));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
