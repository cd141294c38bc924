package tributary.load.faults.provider;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import tributary.load.faults.town.Accounts;

/** A mailbox on a server (RFC 3501) that is not ours, in this process: nodes fetch from it. */
public final class Mailbox implements AutoCloseable {

    private final Vertx vertx;
    private final GreenMail server;
    private final GreenMailUser user;

    /** It listens when this returns. */
    Mailbox(Vertx vertx, String host, int port) {
        this.vertx = vertx;
        this.server = new GreenMail(new ServerSetup(port, host, ServerSetup.PROTOCOL_IMAP));
        server.start();
        this.user = server.setUser(Accounts.MAILBOX, Accounts.MAILBOX, Accounts.MAILBOX_PASSWORD);
    }

    /**
     * Puts a mail in, behind all others: from now on it may not be lost. One at a time: this server gives a mail its number
     * before it shows it, and of two at once the second may be there first, which no mailbox may do (RFC 3501, 2.3.1.1).
     */
    public Future<Void> keep(String mail) {
        return vertx.executeBlocking(() -> {
            try (ByteArrayInputStream bytes = new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))) {
                MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), bytes);
                synchronized (server) {
                    user.deliver(message);
                }
                return null;
            } catch (MessagingException broken) {
                throw new IllegalStateException("expected a mail of ours to be one", broken);
            }
        });
    }

    @Override
    public void close() {
        server.stop();
    }
}
