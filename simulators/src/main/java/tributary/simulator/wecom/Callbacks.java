package tributary.simulator.wecom;

import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tributary.simulator.web.Deliveries;
import tributary.simulator.web.Deliveries.Attempt;
import tributary.simulator.wechat.Envelope;

/** Calls the node back: always encrypted, one second for the check of the address and five for a callback, three retries. */
final class Callbacks {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(1);
    private static final int RETRIES = 3;

    private final KfAccount account;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Deliveries deliveries = new Deliveries(PATIENCE, RETRIES);

    Callbacks(KfAccount account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    /** The check when somebody enters the address. True if the node decrypts the echo. */
    boolean verify() throws InterruptedException {
        String echo = Long.toString(random.nextLong() & Long.MAX_VALUE);
        Envelope envelope = envelope(account.corpId);
        String encrypted = envelope.encrypt(random16(), echo, true);
        Map<String, String> query = signed(envelope, encrypted, now());
        query.put("echostr", encrypted);
        Attempt answer = deliveries.attempt(
                HttpRequest.newBuilder(Deliveries.hook(account.node, account.inbox, query))
                        .GET(),
                CHECK_PATIENCE);
        return answer.status() == 200 && answer.body().equals(echo);
    }

    /** Tells that there is something to pull, until the node takes it; a flawed one once. */
    List<Attempt> call(String token, Flaw flaw) throws InterruptedException {
        return flaw == Flaw.NONE
                ? deliveries.bring(() -> request(token, flaw), Callbacks::taken)
                : List.of(deliveries.attempt(request(token, flaw), PATIENCE));
    }

    static boolean taken(Attempt attempt) {
        return attempt.status() == 200;
    }

    private HttpRequest.Builder request(String token, Flaw flaw) {
        String timestamp = flaw == Flaw.STALE ? Long.toString(Long.parseLong(now()) - 86_400) : now();
        Envelope envelope = envelope(flaw == Flaw.FOREIGN ? "ww9999999999999999" : account.corpId);
        String clear = (flaw == Flaw.DOCTYPE ? "<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" : "")
                + "<xml><ToUserName><![CDATA[" + account.corpId + "]]></ToUserName><CreateTime>" + timestamp
                + "</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA["
                + token + "]]></Token><OpenKfId><![CDATA[" + account.openKfId + "]]></OpenKfId></xml>";
        String encrypted = envelope.encrypt(random16(), clear, flaw != Flaw.PADDING);
        Map<String, String> query = signed(envelope, encrypted, timestamp);
        if (flaw == Flaw.SIGNATURE) {
            query.put("msg_signature", "0".repeat(40));
        }
        String body = "<xml><ToUserName><![CDATA[" + account.corpId
                + "]]></ToUserName><AgentID></AgentID><Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>";
        return HttpRequest.newBuilder(Deliveries.hook(account.node, account.inbox, query))
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private Map<String, String> signed(Envelope envelope, String encrypted, String timestamp) {
        String nonce = Integer.toString(random.nextInt(1_000_000_000));
        Map<String, String> query = new TreeMap<>();
        query.put("msg_signature", envelope.sign(timestamp, nonce, encrypted));
        query.put("timestamp", timestamp);
        query.put("nonce", nonce);
        return query;
    }

    private Envelope envelope(String owner) {
        return new Envelope(account.token, account.encodingAesKey, owner);
    }

    private byte[] random16() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return bytes;
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    /** What is wrong with a callback on purpose. */
    enum Flaw {
        NONE,
        SIGNATURE,
        FOREIGN,
        PADDING,
        STALE,
        DOCTYPE
    }
}
