package tributary.simulator.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.simulator.Simulator;
import tributary.simulator.web.Answer;
import tributary.simulator.web.Exchange;
import tributary.simulator.web.ProviderServer;
import tributary.simulator.wechat.Envelope;

/** {@code simulate wecom}: a customer writes to a customer-service account, and the node pulls. */
@Command(
        name = "wecom",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays WeCom's customer service (微信客服) for one account against a running node.",
            "The inbox's api-base has to name this: http://127.0.0.1:PORT. While it runs:",
            "  POST /simulator/entry  {\"msgtype\":\"text\",\"text\":{\"content\":\"…\"}}  adds it and calls back",
            "  POST /simulator/state  {\"external_userid\":\"…\",\"service_state\":3}     a colleague takes the session",
            "  POST /simulator/fault  {\"path\":\"/cgi-bin/kf/send_msg\",\"kind\":\"errcode\",\"code\":95001}",
            "  GET  /simulator/sent   what the account sent"
        })
public final class WeComSimulator implements Simulator {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int RETRIES = 3;

    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong ids = new AtomicLong();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    @Mixin
    private final KfAccount account = new KfAccount();

    @Option(
            names = "--port",
            defaultValue = "8401",
            description = "where the API listens; 0 for any (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--say", description = "what the customer writes; may be repeated")
    private List<String> words = new ArrayList<>();

    @Option(names = "--quiet", description = "no script: only what /simulator/entry asks for")
    private boolean quiet;

    @Override
    public Integer call() throws Exception {
        KfPlatform platform = new KfPlatform(account, WeComSimulator::heard);
        try (ProviderServer server = new ProviderServer(port)) {
            platform.mount(server);
            server.route("/simulator/entry", request -> entry(request, platform));
            server.start();
            say("simulated WeCom is ready: http://127.0.0.1:" + server.port());
            if (!quiet) {
                for (String text : words.isEmpty() ? List.of("你好，想咨询一下发票") : words) {
                    ObjectNode entry = KfPlatform.JSON.createObjectNode().put("msgtype", "text");
                    entry.putObject("text").put("content", text);
                    say("customer: " + text + (bring(entry, platform) ? " (called back)" : " (NOT taken)"));
                }
                say("the customer waits for answers; Ctrl-C ends it");
            }
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private Answer entry(Exchange request, KfPlatform platform) {
        try {
            ObjectNode asked = (ObjectNode) KfPlatform.JSON.readTree(request.body());
            return Answer.json(KfPlatform.JSON.createObjectNode().put("taken", bring(asked, platform)));
        } catch (IOException | ClassCastException e) {
            throw new IllegalArgumentException("expected a JSON object", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.status(503);
        }
    }

    /** Adds what is missing, stores it and calls back until the node takes it. */
    private boolean bring(ObjectNode entry, KfPlatform platform) throws InterruptedException {
        boolean event = entry.path("msgtype").asText("").equals("event");
        if (!entry.has("msgid")) {
            entry.put("msgid", "sim-" + clock.millis() + '-' + ids.incrementAndGet());
        }
        entry.put("send_time", clock.instant().getEpochSecond());
        if (!entry.has("origin")) {
            entry.put("origin", event ? 4 : 3);
        }
        if (!event) {
            entry.put("open_kfid", account.openKfId);
            if (!entry.has("external_userid")) {
                entry.put("external_userid", "wmSimulatedCustomer1");
            }
        }
        platform.add(entry);
        for (int i = 0; i <= RETRIES; i++) {
            if (callBack(platform.newToken())) {
                return true;
            }
        }
        return false;
    }

    private boolean callBack(String token) throws InterruptedException {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String nonce = Integer.toString(random.nextInt(1_000_000_000));
        Envelope envelope = new Envelope(account.token, account.encodingAesKey, account.corpId);
        String clear = "<xml><ToUserName><![CDATA[" + account.corpId + "]]></ToUserName><CreateTime>" + timestamp
                + "</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA["
                + token + "]]></Token><OpenKfId><![CDATA[" + account.openKfId + "]]></OpenKfId></xml>";
        byte[] random16 = new byte[16];
        random.nextBytes(random16);
        String encrypted = envelope.encrypt(random16, clear, true);
        URI uri =
                URI.create(account.node.toString().replaceAll("/+$", "") + "/hooks/" + account.inbox + "?msg_signature="
                        + envelope.sign(timestamp, nonce, encrypted) + "&timestamp=" + timestamp + "&nonce=" + nonce);
        String body = "<xml><ToUserName><![CDATA[" + account.corpId
                + "]]></ToUserName><AgentID></AgentID><Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>";
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(PATIENCE)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
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
