package tributary.load.faults.post;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import tributary.load.faults.check.Sent;
import tributary.load.faults.town.Accounts;
import tributary.load.faults.town.Town;

/** What followers of an Official Account write, pushed to a node. */
public final class Pushes implements Post {

    private static final long FIRST_ID = 24_000_000_000_000_000L;
    private static final long IDS_OF_ONE = 1_000_000;

    private final SealedHook hook;

    public Pushes(Vertx vertx, Town town) {
        this.hook = new SealedHook(vertx, town, inbox(), Accounts.WECHAT_APP, Accounts.WECHAT_ACCOUNT);
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
        String now = SealedHook.now();
        return hook.post(node, document(message, now), now);
    }

    private static String document(Sent message, String now) {
        return """
                <xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[oFollower-of-the-town-%s]]></FromUserName>\
                <CreateTime>%s</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content>\
                <MsgId>%s</MsgId></xml>""".formatted(Accounts.WECHAT_ACCOUNT, message.sender(), now, message.text(), message.externalId());
    }
}
