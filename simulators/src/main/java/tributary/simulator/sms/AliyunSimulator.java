package tributary.simulator.sms;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.simulator.Simulator;
import tributary.simulator.web.Answer;
import tributary.simulator.web.ProviderServer;

/** {@code simulate aliyun}: one batch of what people wrote, with a bad entry among them. */
@Command(
        name = "aliyun",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays Aliyun's short message service against a running node.",
            "The inbox's api-base has to name this: http://127.0.0.1:PORT."
        })
public final class AliyunSimulator implements Simulator {

    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Node node = new Node();

    @Option(names = "--port", defaultValue = "8413", description = "where the API listens (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--path-secret", defaultValue = "simulatedPathSecret01", description = "(${DEFAULT-VALUE})")
    private String secret = "simulatedPathSecret01";

    private final AtomicInteger ids = new AtomicInteger((int) (System.nanoTime() & 0xFFFFFF));

    @Override
    public Integer call() throws Exception {
        try (ProviderServer server = new ProviderServer(port)) {
            server.route("/", request -> take(Forms.read(request.body())));
            server.start();
            Node.say("simulated Aliyun is ready: http://127.0.0.1:" + server.port());
            ArrayNode batch = JSON.createArrayNode();
            for (String text : node.script("你好，订单 778 还没有到", "在吗？")) {
                batch.addObject()
                        .put("phone_number", node.from.replaceFirst("^\\+86", ""))
                        .put("send_time", "2026-01-01 08:00:00")
                        .put("content", text)
                        .put("sign_name", "签名")
                        .put("dest_code", "1234")
                        .put("sequence_id", Integer.toString(ids.incrementAndGet()));
                batch.addObject().put("surprise", true);
            }
            Node.say("a batch of " + batch.size() + ", half of it broken: answered " + post("", batch));
            Node.say("they wait for answers; Ctrl-C ends it");
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private int post(String below, ArrayNode body) {
        return node.post(node.hook("/" + secret + below), Map.of("Content-Type", "application/json"), body.toString());
    }

    private Answer take(Map<String, String> call) {
        Node.say("inbox to " + call.get("PhoneNumbers") + ": " + call.get("TemplateParam"));
        String id = ids.incrementAndGet() + "^0";
        ArrayNode report = JSON.createArrayNode();
        report.addObject()
                .put("phone_number", call.getOrDefault("PhoneNumbers", "").replaceFirst("^86", ""))
                .put("report_time", "2026-01-01 08:00:05")
                .put("success", true)
                .put("err_code", "DELIVERED")
                .put("err_msg", "用户接收成功")
                .put("biz_id", id)
                .put("out_id", call.getOrDefault("OutId", ""));
        Thread reports = new Thread(() -> post("/status", report), "reports");
        reports.setDaemon(true);
        reports.start();
        return Answer.json(JSON.createObjectNode().put("Code", "OK").put("BizId", id));
    }
}
