package tributary.load.faults.post;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import tributary.load.faults.check.Sent;
import tributary.load.faults.town.Town;
import tributary.simulator.wechat.Envelope;

/** What followers of an Official Account write, pushed in the safe mode (WeChat, 消息加解密说明). */
public final class Pushes implements Post {

    private static final int PATIENCE_MS = 5_000;
    private static final int RANDOM = 16;
    private static final long FIRST_ID = 24_000_000_000_000_000L;
    private static final long IDS_OF_ONE = 1_000_000;

    private final HookClient client;
    private final Envelope envelope = new Envelope(Town.WECHAT_TOKEN, Town.WECHAT_KEY, Town.WECHAT_APP);
    private final SecureRandom random = new SecureRandom();

    public Pushes(Vertx vertx, Town town) {
        this.client = new HookClient(vertx, town, PATIENCE_MS);
    }

    @Override
    public String inbox() {
        return "wechat";
    }

    @Override
    public String id(String sender, int number) {
        return Long.toString(FIRST_ID + Integer.parseInt(sender.substring(1)) * IDS_OF_ONE + number);
    }

    @Override
    public Future<Verdict> bring(int node, Sent message) {
        String now = Long.toString(System.currentTimeMillis() / 1_000);
        byte[] random16 = new byte[RANDOM];
        random.nextBytes(random16);
        String nonce = Integer.toUnsignedString(random.nextInt());
        String sealed = envelope.encrypt(random16, document(message, now), true);
        Map<String, String> query = new TreeMap<>();
        query.put("timestamp", now);
        query.put("nonce", nonce);
        query.put("signature", envelope.sign(now, nonce));
        query.put("msg_signature", envelope.sign(now, nonce, sealed));
        return client.post(
                node,
                "/hooks/" + inbox() + "?" + HookClient.encoded(query),
                Map.of("Content-Type", "text/xml"),
                "<xml><ToUserName><![CDATA[" + Town.WECHAT_ACCOUNT + "]]></ToUserName><Encrypt><![CDATA[" + sealed
                        + "]]></Encrypt></xml>");
    }

    private static String document(Sent message, String now) {
        return """
                <xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[oFollower-of-the-town-%s]]></FromUserName>\
                <CreateTime>%s</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content>\
                <MsgId>%s</MsgId></xml>""".formatted(Town.WECHAT_ACCOUNT, message.sender(), now, message.text(), message.externalId());
    }
}
