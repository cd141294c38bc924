package tributary.load.faults.post;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import tributary.load.faults.town.Accounts;
import tributary.load.faults.town.Town;
import tributary.simulator.wechat.Envelope;

/** Posts documents in the safe mode that WeChat and WeCom share (WeChat, 消息加解密说明). */
final class SealedHook {

    private static final int PATIENCE_MS = 5_000;
    private static final int RANDOM = 16;

    private final HookClient client;
    private final Envelope envelope;
    private final String inbox;
    private final String to;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param owner app id or corp id
     * @param to whom it is addressed to, outside of what is sealed
     */
    SealedHook(Vertx vertx, Town town, String inbox, String owner, String to) {
        this.client = new HookClient(vertx, town, PATIENCE_MS);
        this.envelope = new Envelope(Accounts.WECHAT_TOKEN, Accounts.WECHAT_KEY, owner);
        this.inbox = inbox;
        this.to = to;
    }

    static String now() {
        return Long.toString(System.currentTimeMillis() / 1_000);
    }

    /** @param now seconds, as in the document */
    Future<Verdict> post(int node, String document, String now) {
        byte[] random16 = new byte[RANDOM];
        random.nextBytes(random16);
        String nonce = Integer.toUnsignedString(random.nextInt());
        String sealed = envelope.encrypt(random16, document, true);
        Map<String, String> query = new TreeMap<>();
        query.put("timestamp", now);
        query.put("nonce", nonce);
        query.put("signature", envelope.sign(now, nonce));
        query.put("msg_signature", envelope.sign(now, nonce, sealed));
        return client.post(
                node,
                "/hooks/" + inbox + "?" + HookClient.encoded(query),
                Map.of("Content-Type", "text/xml"),
                "<xml><ToUserName><![CDATA[" + to + "]]></ToUserName><Encrypt><![CDATA[" + sealed
                        + "]]></Encrypt></xml>");
    }
}
