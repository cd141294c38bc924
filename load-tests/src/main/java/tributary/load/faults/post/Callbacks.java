package tributary.load.faults.post;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.stream.IntStream;
import tributary.load.faults.check.Book;
import tributary.load.faults.check.Sent;
import tributary.load.faults.provider.ServiceAccount;
import tributary.load.faults.town.Accounts;
import tributary.load.faults.town.Town;

/**
 * What customers write to a customer-service account: the platform keeps it, and calls a node back to come for it; now and
 * then the other one, both and one of them twice, or none.
 */
public final class Callbacks implements Post {

    private static final int WAYS = 5;

    private final SealedHook hook;
    private final ServiceAccount account;
    private final Book book;

    public Callbacks(Vertx vertx, Town town, ServiceAccount account, Book book) {
        this.hook = new SealedHook(vertx, town, inbox(), Accounts.CORPORATION, Accounts.CORPORATION);
        this.account = account;
        this.book = book;
    }

    @Override
    public String inbox() {
        return "kf";
    }

    @Override
    public String id(String sender, int number) {
        return "of-the-town-" + sender + "-" + number + "-end";
    }

    @Override
    public Future<Verdict> bring(int node, Sent message) {
        account.keep(message.externalId(), "wmCustomer-of-the-town-" + message.sender(), message.text());
        called(message.number(), node).forEach(to -> call(to, message));
        return Future.succeededFuture(Verdict.KEPT);
    }

    private static IntStream called(int number, int node) {
        return switch (number % WAYS) {
            case 1 -> IntStream.of(1 - node);
            case 2 -> IntStream.of(node, 1 - node, node);
            case 3 -> IntStream.empty();
            default -> IntStream.of(node);
        };
    }

    /** It is a hint, so that it is refused for now or lost does no harm. */
    private void call(int node, Sent message) {
        String now = SealedHook.now();
        hook.post(node, """
                <xml><ToUserName><![CDATA[%s]]></ToUserName><CreateTime>%s</CreateTime><MsgType><![CDATA[event]]></MsgType>\
                <Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[ENC-of-the-town]]></Token>\
                <OpenKfId><![CDATA[%s]]></OpenKfId></xml>""".formatted(Accounts.CORPORATION, now, Accounts.SERVICE_ACCOUNT), now)
                .onSuccess(verdict -> verdict.tellOfHint(book, message));
    }
}
