package tributary.load.faults.post;

import io.vertx.core.Future;
import tributary.load.faults.check.Sent;
import tributary.load.faults.provider.Mailbox;
import tributary.load.faults.town.Accounts;

/** Mails of one sender in one thread, put into a mailbox from which a node fetches them. */
public final class FetchedMails implements Post {

    private final Mailbox mailbox;

    public FetchedMails(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public String inbox() {
        return "mailbox";
    }

    @Override
    public String id(String sender, int number) {
        return Letter.id(sender, number);
    }

    @Override
    public Future<Verdict> bring(int node, Sent message) {
        return mailbox.keep(Letter.of(message, Accounts.MAILBOX)).map(Verdict.KEPT);
    }
}
