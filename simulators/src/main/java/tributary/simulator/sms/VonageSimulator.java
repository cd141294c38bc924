package tributary.simulator.sms;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.simulator.Simulator;
import tributary.simulator.sms.Control.Flaw;
import tributary.simulator.sms.Node.Attempt;
import tributary.simulator.web.Answer;
import tributary.simulator.web.ProviderServer;

/** {@code simulate vonage}: somebody writes, long messages come in shuffled parts. */
@Command(
        name = "vonage",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays Vonage for one number against a running node.",
            "The inbox's api-base has to name this: http://127.0.0.1:PORT. Faults while it runs:",
            "  POST /simulator/fault  {\"path\":\"/sms/json\",\"kind\":\"close-after\"}",
            "  POST /simulator/push   {\"fields\":{\"text\":\"hi\"},\"times\":3,\"flaw\":\"signature|unsigned|foreign|doctype\"}",
            "  GET  /simulator/sent"
        })
public final class VonageSimulator implements Simulator, Control.Writer {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PART = 60;

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Clock clock = Clock.systemUTC();

    @Mixin
    private final Node node = new Node();

    @Option(names = "--port", defaultValue = "8412", description = "where the API listens (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--key", defaultValue = "abcd1234", description = "the account (${DEFAULT-VALUE})")
    private String key = "abcd1234";

    @Option(
            names = "--signature-secret",
            defaultValue = "vonageSigSecret01",
            description = "signs by sha256 (${DEFAULT-VALUE})")
    private String secret = "vonageSigSecret01";

    @Option(names = "--number", defaultValue = "447700900001", description = "the inbox's number (${DEFAULT-VALUE})")
    private String number = "447700900001";

    private final Control control = new Control(this);
    private final AtomicInteger ids = new AtomicInteger((int) (System.nanoTime() & 0xFFFFFF));

    @Override
    public Integer call() throws Exception {
        try (ProviderServer server = new ProviderServer(port)) {
            server.route("/sms/json", request -> take(Forms.read(request.body())));
            server.route(
                    "/account/get-balance",
                    request -> Answer.json(JSON.createObjectNode().put("value", 10)));
            control.mount(server);
            server.start();
            Node.say("simulated Vonage is ready: http://127.0.0.1:" + server.port());
            for (String text : node.script("Hi a=b & c", "A story of several parts, told from the end. ".repeat(4))) {
                write(text);
            }
            Node.say("they wait for answers; Ctrl-C ends it");
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private void write(String text) {
        int total = (text.length() + PART - 1) / PART;
        String reference = Integer.toString(ids.incrementAndGet() & 0xFF);
        for (int part = total; part >= 1; part--) {
            Map<String, String> fields = members();
            fields.put("text", text.substring((part - 1) * PART, Math.min(text.length(), part * PART)));
            fields.put("type", "text");
            if (total > 1) {
                fields.putAll(Map.of(
                        "concat",
                        "true",
                        "concat-ref",
                        reference,
                        "concat-total",
                        Integer.toString(total),
                        "concat-part",
                        Integer.toString(part)));
            }
            Node.say(node.from + ": " + fields.get("text") + " (answered " + post("", fields) + ")");
        }
    }

    private Map<String, String> members() {
        return new TreeMap<>(Map.of(
                "api-key", key,
                "msisdn", node.from.replace("+", ""),
                "to", number,
                "messageId", String.format("%016X", ids.incrementAndGet()),
                "nonce", Integer.toString(ids.incrementAndGet()),
                "timestamp", Long.toString(clock.instant().getEpochSecond())));
    }

    @Override
    public Map<String, String> message(Map<String, String> asked) {
        Map<String, String> fields = members();
        fields.put("type", "text");
        fields.putAll(asked);
        return fields;
    }

    @Override
    public Attempt post(Map<String, String> message, Flaw flaw) {
        Map<String, String> fields = new TreeMap<>(message);
        if (flaw == Flaw.FOREIGN) {
            fields.put("to", "447700900999");
        }
        if (flaw != Flaw.UNSIGNED) {
            fields.put("sig", signature(flaw == Flaw.SIGNATURE ? "another secret" : secret, fields));
        }
        return node.attempt(
                node.hook(""), Map.of("Content-Type", FORM), flaw == Flaw.DOCTYPE ? Forms.DOCTYPE : Node.form(fields));
    }

    private int post(String below, Map<String, String> fields) {
        Map<String, String> signed = new TreeMap<>(fields);
        signed.put("sig", signature(secret, fields));
        return node.post(node.hook(below), Map.of("Content-Type", FORM), Node.form(signed));
    }

    private Answer take(Map<String, String> sent) {
        control.heard(sent);
        Node.say("inbox to " + sent.get("to") + ": " + sent.get("text"));
        String id = String.format("%016X", ids.incrementAndGet());
        Thread reports = new Thread(() -> report(id, sent), "reports");
        reports.setDaemon(true);
        reports.start();
        ObjectNode answer = JSON.createObjectNode().put("message-count", "1");
        answer.putArray("messages").addObject().put("status", "0").put("message-id", id);
        return Answer.json(answer);
    }

    private void report(String id, Map<String, String> sent) {
        for (String status : List.of("delivered", "accepted")) {
            Map<String, String> fields = members();
            fields.putAll(Map.of(
                    "messageId",
                    id,
                    "status",
                    status,
                    "err-code",
                    "0",
                    "client-ref",
                    sent.getOrDefault("client-ref", "")));
            post("/status", fields);
        }
    }

    /** As Vonage's page on signed messages says, with HMAC-SHA256. */
    static String signature(String secret, Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(fields).forEach((name, value) -> {
            if (!value.isBlank()) {
                text.append('&')
                        .append(name.replaceAll("[=&]", "_"))
                        .append('=')
                        .append(value.replaceAll("[=&]", "_"));
            }
        });
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
