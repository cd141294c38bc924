package tributary.connector.email.send;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailMessage;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import tributary.connector.Delivery;
import tributary.connector.email.address.EmailAddress;
import tributary.connector.email.address.InboxMarks;
import tributary.conversation.Unreachable;

/**
 * Sends an inbox's mails through its relay (RFC 5321). May be used from any context; futures complete on the connection's.
 *
 * <p>All recipients of a mail are one envelope: the relay takes it for all of them or for none.
 */
public final class MailSender {
    private final MailComposer composer;
    private final RelayLines lines;
    private final long mostBytes;

    /**
     * @param address the inbox's address
     * @param inbox the inbox's name
     * @throws IllegalArgumentException if the relay's certificates or the signing key cannot be used
     */
    public MailSender(Vertx vertx, SendConfig config, EmailAddress address, String inbox, InboxMarks marks) {
        this.composer = new MailComposer(config, address, inbox, marks);
        this.mostBytes = config.maxMessage().bytes();
        this.lines = new RelayLines(vertx, RelayOptions.of(config, address), config.connections());
    }

    /**
     * Sends a mail, once.
     *
     * @return accepted with the Message-ID, when the relay has taken responsibility; deferred or rejected, when it
     *     certainly has not got the mail; fails with {@link NobodyKnowsException} when it had the whole mail and did not
     *     answer
     */
    public Future<Delivery> send(OutboundMail mail) {
        try {
            List<EmailAddress> recipients = composer.recipients(mail);
            checkSize(mail);
            return deliver(mail)
                    .map(delivery -> blamed(delivery, recipients, mail.id()))
                    .recover(MailSender::unlessNobodyKnows);
        } catch (UnsendableException e) {
            return rejected(String.valueOf(e.getMessage()));
        }
    }

    /** Takes no more mails; what is under way comes to its end. */
    public void close() {
        lines.close();
    }

    private void checkSize(OutboundMail mail) {
        long bytes = mail.files().stream().mapToLong(MailFile::bytes).sum();
        if (bytes > mostBytes) {
            throw new UnsendableException("files: expected at most " + mostBytes + " bytes, found " + bytes);
        }
    }

    /** A refusal that says that there is no such mailbox (RFC 3463) is about the one recipient, if there is only one. */
    private static Delivery blamed(Delivery delivery, List<EmailAddress> recipients, UUID message) {
        return delivery instanceof Delivery.Rejected rejected
                        && recipients.size() == 1
                        && ReplyRule.noSuchMailbox(rejected.reason())
                ? new Delivery.Rejected(
                        rejected.reason(),
                        null,
                        new Unreachable(recipients.get(0).canonical(), Unreachable.HARD_BOUNCE, message))
                : delivery;
    }

    private Future<Delivery> deliver(OutboundMail mail) {
        return lines.take()
                .map(turn -> turn.compose(line -> deliver(mail, line)))
                .orElseGet(() -> Future.succeededFuture(
                        new Delivery.Deferred(ReplyRule.SOON, "too many mails wait for the relay")));
    }

    private Future<Delivery> deliver(OutboundMail mail, RelayLine line) {
        return contents(mail)
                .map(contents -> composer.compose(mail, contents))
                .transform(composed ->
                        composed.succeeded() ? exchange(line, composed.result()) : unused(line, composed.cause()));
    }

    private Future<Delivery> exchange(RelayLine line, MailMessage message) {
        return line.send(message)
                .onComplete(
                        sent -> lines.giveBack(line, sent.succeeded() && sent.result() instanceof Delivery.Accepted));
    }

    private Future<Delivery> unused(RelayLine line, Throwable cause) {
        lines.giveBack(line, true);
        return cause instanceof UnsendableException
                ? rejected(String.valueOf(cause.getMessage()))
                : Future.failedFuture(cause);
    }

    private static Future<List<Buffer>> contents(OutboundMail mail) {
        Future<Stream<Buffer>> all = Future.succeededFuture(Stream.empty());
        for (MailFile file : mail.files()) {
            all = all.compose(before -> file.content().get().map(content -> Stream.concat(before, Stream.of(content))));
        }
        return all.map(Stream::toList);
    }

    /** Whatever else failed, failed before there was a dialogue. */
    private static Future<Delivery> unlessNobodyKnows(Throwable failure) {
        return failure instanceof NobodyKnowsException
                ? Future.failedFuture(failure)
                : Future.succeededFuture(new Delivery.Deferred(ReplyRule.SOON, "not sent: " + failure.getMessage()));
    }

    private static Future<Delivery> rejected(String reason) {
        return Future.succeededFuture(new Delivery.Rejected(reason));
    }
}
