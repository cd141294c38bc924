package tributary.simulator.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tributary.simulator.web.Deliveries.Attempt;
import tributary.simulator.wechat.NodeHook.Flaw;
import tributary.simulator.wechat.NodeHook.Keys;
import tributary.simulator.wechat.NodeHook.Sealed;

/** Pushes in the account's mode and format, each attempt encrypted anew. */
final class Pushes {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Account account;
    private final Clock clock;
    private @Nullable NodeHook hook;

    Pushes(Account account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    /** The check when somebody enters the address: nothing is encrypted, whatever the mode. */
    boolean verify() throws InterruptedException {
        return hook().echoes(false, PATIENCE);
    }

    List<Attempt> push(Push push) throws InterruptedException {
        NodeHook node = hook();
        String first = node.now();
        Supplier<HttpRequest.Builder> request = () -> request(node, push, push.sameTime() ? first : node.now());
        return node.post(request, push.flaw(), Pushes::taken);
    }

    static boolean taken(Attempt attempt) {
        return attempt.status() == 200
                && (attempt.body().isEmpty() || attempt.body().equals("success"));
    }

    private HttpRequest.Builder request(NodeHook node, Push push, String now) {
        Sealed sealed = node.seal(push.document(), now, push.flaw());
        Map<String, String> query = sealed.query();
        boolean json = sealed.document().startsWith("{");
        String body = sealed.document();
        if (account.mode.equals("plain")) {
            query.remove("msg_signature");
        } else {
            query.put("encrypt_type", "aes");
            body = json ? wrappedJson(sealed) : wrapped(sealed);
        }
        return node.request(query, json ? "application/json" : "text/xml", body);
    }

    private String wrapped(Sealed sealed) {
        String inner = "<Encrypt><![CDATA[" + sealed.encrypted() + "]]></Encrypt>";
        return account.mode.equals("compatible")
                ? sealed.document().replace("</xml>", inner + "</xml>")
                : "<xml><ToUserName><![CDATA[" + account.originalId + "]]></ToUserName>" + inner + "</xml>";
    }

    private String wrappedJson(Sealed sealed) {
        ObjectNode body = account.mode.equals("compatible")
                ? Platform.object(sealed.document())
                : Platform.JSON.createObjectNode().put("ToUserName", account.originalId);
        return body.put("Encrypt", sealed.encrypted()).toString();
    }

    /** Made when the account's options are read. */
    private synchronized NodeHook hook() {
        NodeHook known = hook == null
                ? new NodeHook(
                        account.node,
                        account.inbox,
                        new Keys(account.token, account.encodingAesKey, account.appId),
                        clock)
                : hook;
        hook = known;
        return known;
    }

    /**
     * @param document clear XML or JSON
     * @param sameTime whether a retry carries the first attempt's time
     */
    record Push(String document, Flaw flaw, boolean sameTime) {}
}
