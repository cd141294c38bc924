package tributary.simulator.wecom;

import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.simulator.web.Deliveries.Attempt;
import tributary.simulator.wechat.NodeHook;
import tributary.simulator.wechat.NodeHook.Flaw;
import tributary.simulator.wechat.NodeHook.Keys;
import tributary.simulator.wechat.NodeHook.Sealed;

/** Calls the node back: always encrypted, and one second for the check of the address. */
final class Callbacks {

    private static final Duration CHECK = Duration.ofSeconds(1);

    private final KfAccount account;
    private final Clock clock;
    private @Nullable NodeHook hook;

    Callbacks(KfAccount account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    /** The check when somebody enters the address. True if the node decrypts the echo. */
    boolean verify() throws InterruptedException {
        return hook().echoes(true, CHECK);
    }

    /** Tells that there is something to pull. */
    List<Attempt> call(String token, Flaw flaw) throws InterruptedException {
        NodeHook node = hook();
        return node.post(() -> request(node, token, flaw), flaw, Callbacks::taken);
    }

    static boolean taken(Attempt attempt) {
        return attempt.status() == 200;
    }

    private HttpRequest.Builder request(NodeHook node, String token, Flaw flaw) {
        String now = node.now();
        Sealed sealed = node.seal(
                "<xml><ToUserName><![CDATA[" + account.corpId + "]]></ToUserName><CreateTime>" + now
                        + "</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>"
                        + "<Token><![CDATA[" + token + "]]></Token><OpenKfId><![CDATA[" + account.openKfId
                        + "]]></OpenKfId></xml>",
                now,
                flaw);
        sealed.query().remove("signature");
        return node.request(
                sealed.query(),
                "text/xml",
                "<xml><ToUserName><![CDATA[" + account.corpId + "]]></ToUserName><AgentID></AgentID><Encrypt><![CDATA["
                        + sealed.encrypted() + "]]></Encrypt></xml>");
    }

    /** Made when the account's options are read. */
    private synchronized NodeHook hook() {
        NodeHook known = hook == null
                ? new NodeHook(
                        account.node,
                        account.inbox,
                        new Keys(account.token, account.encodingAesKey, account.corpId),
                        clock)
                : hook;
        hook = known;
        return known;
    }
}
