package tributary.simulator.sms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.simulator.Simulator;
import tributary.simulator.web.Answer;
import tributary.simulator.web.ProviderServer;

/** {@code simulate tencent}: somebody writes, and every message comes twice. */
@Command(
        name = "tencent",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays Tencent Cloud's short message service against a running node.",
            "The inbox's api-base has to name this: http://127.0.0.1:PORT."
        })
public final class TencentSimulator implements Simulator {

    private static final JsonMapper JSON = new JsonMapper();

    private final Clock clock = Clock.systemUTC();

    @Mixin
    private final Node node = new Node();

    @Option(names = "--port", defaultValue = "8414", description = "where the API listens (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--path-secret", defaultValue = "simulatedPathSecret01", description = "(${DEFAULT-VALUE})")
    private String secret = "simulatedPathSecret01";

    private final AtomicInteger ids = new AtomicInteger((int) (System.nanoTime() & 0xFFFFFF));

    @Override
    public Integer call() throws Exception {
        try (ProviderServer server = new ProviderServer(port)) {
            server.route("/", request -> take(request.body()));
            server.start();
            Node.say("simulated Tencent Cloud is ready: http://127.0.0.1:" + server.port());
            for (String text : node.script("回复内容", "在吗？")) {
                ObjectNode message = JSON.createObjectNode()
                        .put("extend", "12")
                        .put("mobile", node.from.replaceFirst("^\\+86", ""))
                        .put("nationcode", "86")
                        .put("sign", "签名")
                        .put("text", text)
                        .put("time", clock.instant().getEpochSecond());
                int first = post("", message);
                Node.say(node.from + ": " + text + " (answered " + first + ", the repetition " + post("", message)
                        + ")");
            }
            Node.say("they wait for answers; Ctrl-C ends it");
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private int post(String below, JsonNode body) {
        return node.post(node.hook("/" + secret + below), Map.of("Content-Type", "application/json"), body.toString());
    }

    private Answer take(byte[] body) {
        JsonNode call;
        try {
            call = JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON", e);
        }
        String to = call.path("PhoneNumberSet").path(0).asText("");
        Node.say("inbox to " + to + ": " + call.path("TemplateParamSet").path(0).asText(""));
        String id = "T" + ids.incrementAndGet();
        ArrayNode report = JSON.createArrayNode();
        report.addObject()
                .put("user_receive_time", "2026-01-01 08:00:05")
                .put("nationcode", "86")
                .put("mobile", to.replaceFirst("^\\+86", ""))
                .put("report_status", "SUCCESS")
                .put("errmsg", "DELIVRD")
                .put("description", "用户短信送达成功")
                .put("sid", id);
        Thread reports = new Thread(() -> post("/status", report), "reports");
        reports.setDaemon(true);
        reports.start();
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("Response")
                .putArray("SendStatusSet")
                .addObject()
                .put("Code", "Ok")
                .put("SerialNo", id);
        return Answer.json(answer);
    }
}
