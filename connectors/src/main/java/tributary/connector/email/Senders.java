package tributary.connector.email;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import tributary.connector.MailEnvelope;
import tributary.connector.email.auth.AuthenticationResult;
import tributary.connector.email.auth.MailAuthenticator;
import tributary.connector.email.auth.MailOrigin;
import tributary.connector.email.auth.dkim.DkimCheck;
import tributary.connector.email.auth.dkim.DkimVerdict;
import tributary.connector.email.mime.MailAddress;
import tributary.connector.email.mime.MailReader;
import tributary.connector.email.mime.ParsedMail;
import tributary.conversation.Trust;

/** Finds out how far the senders of stored mails are who they say. */
final class Senders {

    private final Vertx vertx;
    private final EmailConfig.Authentication config;
    private final MailReader reader;
    private final MailAuthenticator authenticator;

    /** Large mails are read one after the other, because each is in memory as a whole. */
    private Future<?> lastLarge = Future.succeededFuture();

    Senders(Vertx vertx, EmailConfig.Authentication config, MailReader reader, MailAuthenticator authenticator) {
        this.vertx = vertx;
        this.config = config;
        this.reader = reader;
        this.authenticator = authenticator;
    }

    /** Hosts of our own network vouch for nobody but by what they wrote down, and name servers know nothing of them. */
    boolean worthAsking(MailEnvelope envelope) {
        return config.on() && (config.hasTrustedHosts() || !local(envelope.peer()));
    }

    /**
     * @param large whether the mail is more than a few pages
     * @param mail fetches it
     */
    Future<Trust> vouch(MailEnvelope envelope, boolean large, Supplier<Future<Buffer>> mail) {
        return (large ? inTurn(mail) : read(mail))
                .compose(read -> {
                    MailOrigin origin = new MailOrigin(
                            envelope.peer(),
                            envelope.helo(),
                            envelope.sender(),
                            shown(read.head().from()),
                            shown(read.head().replyTo()));
                    return authenticator.check(origin, read.signatures());
                })
                .map(Senders::trust);
    }

    private synchronized Future<Read> inTurn(Supplier<Future<Buffer>> mail) {
        Future<Read> turn = lastLarge.transform(before -> read(mail));
        lastLarge = turn;
        return turn;
    }

    private Future<Read> read(Supplier<Future<Buffer>> mail) {
        return mail.get()
                .compose(bytes -> vertx.executeBlocking(
                        () -> new Read(
                                reader.read(
                                        new ByteArrayInputStream(head(bytes).getBytes()),
                                        (path, name, type) -> OutputStream.nullOutputStream()),
                                signatures(bytes)),
                        false));
    }

    private static DkimCheck signatures(Buffer mail) throws IOException {
        return MailAuthenticator.read(() -> new ByteArrayInputStream(mail.getBytes()));
    }

    /** Up to the first empty line; every line ends with CRLF. */
    private static Buffer head(Buffer mail) {
        int end = 0;
        while (end + 3 < mail.length() && mail.getInt(end) != 0x0d0a0d0a) {
            end++;
        }
        return mail.getBuffer(0, Math.min(end + 4, mail.length()));
    }

    private static List<String> shown(List<MailAddress> people) {
        return people.stream().map(MailAddress::address).toList();
    }

    private static boolean local(String peer) {
        try {
            // A literal address: nobody is asked.
            InetAddress address = InetAddress.getByName(peer);
            return address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Trust trust(AuthenticationResult result) {
        String dkim = result.dkim().isEmpty()
                ? "none"
                : result.dkim().stream()
                        .map(DkimVerdict::result)
                        .map(found -> found.name().toLowerCase(Locale.ROOT))
                        .reduce((one, other) -> one.equals("pass") ? one : other)
                        .orElse("none");
        return new Trust(
                result.level().word(),
                result.spf().result().name().toLowerCase(Locale.ROOT),
                dkim,
                result.dmarc().result(),
                result.domain().isEmpty() ? null : result.domain());
    }

    /**
     * @param head the mail without its body
     * @param signatures with the body's hash
     */
    private record Read(ParsedMail head, DkimCheck signatures) {}
}
