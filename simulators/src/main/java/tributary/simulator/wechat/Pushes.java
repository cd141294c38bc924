package tributary.simulator.wechat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tributary.simulator.web.Deliveries;
import tributary.simulator.web.Deliveries.Attempt;

/** Pushes to the node: five seconds for an answer, then up to three times more, each encrypted anew. */
final class Pushes {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int RETRIES = 3;
    private static final JsonMapper JSON = new JsonMapper();

    private final Account account;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Deliveries deliveries = new Deliveries(PATIENCE, RETRIES);

    Pushes(Account account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    /** The check when somebody enters the address. True if the node echoes. */
    boolean verify() throws InterruptedException {
        String echo = Long.toString(random.nextLong() & Long.MAX_VALUE);
        Map<String, String> query = signed(now(), nonce(), envelope(account.appId));
        query.put("echostr", echo);
        Attempt answer = deliveries.attempt(
                HttpRequest.newBuilder(Deliveries.hook(account.node, account.inbox, query))
                        .GET(),
                PATIENCE);
        return answer.status() == 200 && answer.body().equals(echo);
    }

    /** Pushes until the node takes it, or the platform gives up; a flawed one once. */
    List<Attempt> push(Push push) throws InterruptedException {
        String first = now();
        Supplier<String> timestamp = () -> push.sameTime() ? first : now();
        return push.flaw() == Flaw.NONE
                ? deliveries.bring(() -> request(push, timestamp.get()), Pushes::taken)
                : List.of(deliveries.attempt(request(push, timestamp.get()), PATIENCE));
    }

    static boolean taken(Attempt attempt) {
        return attempt.status() == 200
                && (attempt.body().isEmpty() || attempt.body().equals("success"));
    }

    private HttpRequest.Builder request(Push push, String now) {
        Flaw flaw = push.flaw();
        String timestamp = flaw == Flaw.STALE ? Long.toString(Long.parseLong(now) - 86_400) : now;
        String nonce = nonce();
        Envelope envelope = envelope(flaw == Flaw.FOREIGN ? "wx9999999999999999" : account.appId);
        String document = flaw == Flaw.DOCTYPE
                ? "<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                        + push.document().replace("<Content>", "<Content>&x;")
                : push.document();
        Map<String, String> query = signed(timestamp, nonce, envelope);
        String body = document;
        if (!account.mode.equals("plain")) {
            byte[] random16 = new byte[16];
            random.nextBytes(random16);
            String encrypted = envelope.encrypt(random16, document, flaw != Flaw.PADDING);
            query.put("encrypt_type", "aes");
            query.put("msg_signature", envelope.sign(timestamp, nonce, encrypted));
            body = document.startsWith("{") ? wrappedJson(document, encrypted) : wrapped(document, encrypted);
        }
        if (flaw == Flaw.SIGNATURE) {
            query.put("signature", "0".repeat(40));
            query.computeIfPresent("msg_signature", (name, value) -> "0".repeat(40));
        }
        return HttpRequest.newBuilder(Deliveries.hook(account.node, account.inbox, query))
                .header("Content-Type", document.startsWith("{") ? "application/json" : "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private String wrapped(String document, String encrypted) {
        String inner = "<Encrypt><![CDATA[" + encrypted + "]]></Encrypt>";
        return account.mode.equals("compatible")
                ? document.replace("</xml>", inner + "</xml>")
                : "<xml><ToUserName><![CDATA[" + account.originalId + "]]></ToUserName>" + inner + "</xml>";
    }

    private String wrappedJson(String document, String encrypted) {
        ObjectNode body = account.mode.equals("compatible")
                ? Platform.object(document)
                : JSON.createObjectNode().put("ToUserName", account.originalId);
        return body.put("Encrypt", encrypted).toString();
    }

    private Envelope envelope(String owner) {
        return new Envelope(account.token, account.encodingAesKey, owner);
    }

    private static Map<String, String> signed(String timestamp, String nonce, Envelope envelope) {
        Map<String, String> query = new TreeMap<>();
        query.put("signature", envelope.sign(timestamp, nonce));
        query.put("timestamp", timestamp);
        query.put("nonce", nonce);
        return query;
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    private String nonce() {
        return Integer.toString(random.nextInt(1_000_000_000));
    }

    /** What is wrong with a push on purpose. */
    enum Flaw {
        NONE,
        SIGNATURE,
        FOREIGN,
        PADDING,
        STALE,
        DOCTYPE
    }

    /**
     * @param document clear XML or JSON
     * @param sameTime whether a retry carries the first attempt's time
     */
    record Push(String document, Flaw flaw, boolean sameTime) {}
}
