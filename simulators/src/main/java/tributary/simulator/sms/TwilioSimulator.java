package tributary.simulator.sms;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
import tributary.simulator.web.Exchange;
import tributary.simulator.web.ProviderServer;

/** {@code simulate twilio}: somebody writes, every message comes twice, receipts come in the wrong order. */
@Command(
        name = "twilio",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays Twilio for one number against a running node.",
            "The inbox's api-base has to name this: http://127.0.0.1:PORT. Faults while it runs:",
            "  POST /simulator/fault  {\"path\":\"/2010-04-01/Accounts/AC…/Messages.json\",\"kind\":\"close-after\"}",
            "  POST /simulator/push   {\"fields\":{\"Body\":\"hi\"},\"times\":3,\"flaw\":\"signature|unsigned|foreign|doctype\"}",
            "  GET  /simulator/sent"
        })
public final class TwilioSimulator implements Simulator, Control.Writer {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    private final Node node = new Node();

    @Option(names = "--port", defaultValue = "8411", description = "where the API listens (${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--account",
            defaultValue = "AC00000000000000000000000000000001",
            description = "(${DEFAULT-VALUE})")
    private String account = "AC00000000000000000000000000000001";

    @Option(names = "--token", defaultValue = "0123456789abcdef0123456789abcdef", description = "(${DEFAULT-VALUE})")
    private String token = "0123456789abcdef0123456789abcdef";

    @Option(names = "--number", defaultValue = "+15005550006", description = "the inbox's number (${DEFAULT-VALUE})")
    private String number = "+15005550006";

    private final AtomicInteger ids = new AtomicInteger((int) (System.nanoTime() & 0xFFFFFF));
    private final Control control = new Control(this);
    private final List<Map<String, String>> received = new CopyOnWriteArrayList<>();

    @Override
    public Integer call() throws Exception {
        try (ProviderServer server = new ProviderServer(port)) {
            server.route("/2010-04-01/Accounts/" + account + "/Messages.json", this::messages);
            server.route(
                    "/2010-04-01/Accounts/" + account + ".json",
                    request -> Answer.json(JSON.createObjectNode().put("sid", account)));
            control.mount(server);
            server.start();
            Node.say("simulated Twilio is ready: http://127.0.0.1:" + server.port());
            for (String text : node.script("Hello 你好 & thanks!", "Is anybody there?", "STOP", "START")) {
                write(text);
            }
            Node.say("they wait for answers; Ctrl-C ends it");
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private void write(String text) {
        Map<String, String> fields = message(Map.of("Body", text));
        int first = post(node.hook(""), fields);
        int again = post(node.hook(""), fields);
        Node.say(node.from + ": " + text + " (answered " + first + ", the repetition " + again + ")");
    }

    @Override
    public Map<String, String> message(Map<String, String> asked) {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "MessageSid",
                String.format("SM%032x", ids.incrementAndGet()),
                "AccountSid",
                account,
                "From",
                node.from,
                "To",
                number,
                "Body",
                "",
                "NumMedia",
                "0",
                "SmsStatus",
                "received",
                "ApiVersion",
                "2010-04-01"));
        fields.putAll(asked);
        received.add(fields);
        return fields;
    }

    @Override
    public Attempt post(Map<String, String> message, Flaw flaw) {
        String address = node.hook("");
        Map<String, String> fields = new TreeMap<>(message);
        if (flaw == Flaw.FOREIGN) {
            fields.put("AccountSid", "AC99999999999999999999999999999999");
        }
        Map<String, String> headers = new TreeMap<>(Map.of("Content-Type", FORM));
        if (flaw != Flaw.UNSIGNED) {
            String key = flaw == Flaw.SIGNATURE ? "another token" : token;
            headers.put("X-Twilio-Signature", signature(key, address, flaw == Flaw.DOCTYPE ? Map.of() : fields));
        }
        return node.attempt(address, headers, flaw == Flaw.DOCTYPE ? Forms.DOCTYPE : Node.form(fields));
    }

    private int post(String address, Map<String, String> fields) {
        Map<String, String> headers = Map.of("Content-Type", FORM, "X-Twilio-Signature", signature(address, fields));
        return node.post(address, headers, Node.form(fields));
    }

    private Answer messages(Exchange request) {
        return request.method().equals("GET") ? list() : take(Forms.read(request.body()));
    }

    /** The newest first. */
    private Answer list() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode messages = answer.putArray("messages");
        List<Map<String, String>> newestFirst = new ArrayList<>(received);
        Collections.reverse(newestFirst);
        newestFirst.forEach(fields -> messages.addObject()
                .put("sid", fields.get("MessageSid"))
                .put("direction", "inbound")
                .put("from", fields.get("From"))
                .put("to", number)
                .put("body", fields.get("Body"))
                .put("num_media", "0"));
        return Answer.json(answer);
    }

    private Answer take(Map<String, String> sent) {
        String sid = String.format("SM%032x", ids.incrementAndGet());
        control.heard(sent);
        Node.say("inbox to " + sent.get("To") + ": " + sent.get("Body")
                + (sent.containsKey("MediaUrl") ? " " + sent.get("MediaUrl") : ""));
        Thread reports = new Thread(() -> report(sid, sent), "reports");
        reports.setDaemon(true);
        reports.start();
        byte[] body = JSON.createObjectNode()
                .put("sid", sid)
                .put("status", "queued")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return Answer.of(201, Map.of("Content-Type", "application/json"), body);
    }

    /** The last word first: it must not be taken back. */
    private void report(String sid, Map<String, String> sent) {
        String address = sent.getOrDefault("StatusCallback", "");
        for (String status : address.isEmpty() ? List.<String>of() : List.of("delivered", "sent", "queued")) {
            post(
                    address,
                    new TreeMap<>(Map.of(
                            "MessageSid", sid,
                            "AccountSid", account,
                            "MessageStatus", status,
                            "From", number,
                            "To", sent.getOrDefault("To", ""))));
        }
    }

    String signature(String address, Map<String, String> fields) {
        return signature(token, address, fields);
    }

    /** As Twilio's page on the security of webhooks says. */
    static String signature(String token, String address, Map<String, String> fields) {
        StringBuilder text = new StringBuilder(address);
        new TreeMap<>(fields).forEach((name, value) -> text.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
