package tributary.load.faults.post;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tributary.load.client.MailSession;
import tributary.load.faults.check.Sent;
import tributary.load.faults.town.Accounts;
import tributary.load.faults.town.Place;
import tributary.load.faults.town.Town;

/** Mails of one sender in one thread, as a mail server brings them: one connection, which ends when something went wrong. */
public final class Mails implements Post {

    private static final long PATIENCE_SECONDS = 20;
    private static final int CONNECT_MS = 2_000;

    private final NetClient net;
    private final Town town;
    private @Nullable MailSession session;

    public Mails(Vertx vertx, Town town) {
        this.net = vertx.createNetClient(
                new NetClientOptions().setTcpNoDelay(true).setTcpQuickAck(true).setConnectTimeout(CONNECT_MS));
        this.town = town;
    }

    @Override
    public String inbox() {
        return "support";
    }

    @Override
    public String id(String sender, int number) {
        return Letter.id(sender, number);
    }

    @Override
    public Future<Verdict> bring(int node, Sent message) {
        MailSession open = session == null ? session(node) : session;
        session = open;
        return open.send(Letter.from(message), Accounts.ADDRESS, Buffer.buffer(Letter.of(message, Accounts.ADDRESS)))
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .map(Verdict::mail)
                .otherwise(Verdict.SILENCE)
                .map(verdict -> {
                    if (verdict.kind() != Verdict.Kind.TAKEN) {
                        open.close();
                        session = null;
                    }
                    return verdict;
                });
    }

    private MailSession session(int node) {
        Place at = town.place(node);
        return new MailSession(net, at.mailHost(), at.smtp());
    }
}
