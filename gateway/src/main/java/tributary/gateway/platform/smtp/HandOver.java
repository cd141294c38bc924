package tributary.gateway.platform.smtp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.MailEnvelope;
import tributary.connector.MailRefusedException;
import tributary.connector.MailSpool;
import tributary.connector.Mailbox;
import tributary.gateway.platform.smtp.dialogue.Phase.Recipient;
import tributary.gateway.platform.smtp.wire.Protocol;
import tributary.gateway.platform.smtp.wire.Reply;

/** Gives a mail to the mailboxes of its recipients, each once, and makes the replies to the dot. */
final class HandOver {

    static final Reply TRY_LATER = Reply.of(451, "4.3.0", "try again later");

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private final Listener listener;
    private final IncomingMail mail;
    private final String peer;
    private final boolean tls;
    private final List<Recipient> recipients;

    HandOver(Listener listener, IncomingMail mail, String peer, boolean tls) {
        this.listener = listener;
        this.mail = mail;
        this.peer = peer;
        this.tls = tls;
        this.recipients = mail.envelope().recipients();
    }

    /**
     * The replies to the dot: with LMTP one for each accepted RCPT, in that order (RFC 2033, section 4.2), with SMTP one for
     * all.
     *
     * @return completes on the caller's context within the mailboxes' time, never fails
     */
    Future<List<Reply>> replies() {
        return mail.refusal()
                .map(refusal -> Future.succeededFuture(toAll(refusal)))
                .orElseGet(() -> mail.spool().finish().compose(this::give).otherwise(fault -> {
                    LOG.atError().setCause(fault).log("cannot write a mail to the spool; its sender tries again");
                    return toAll(TRY_LATER);
                }));
    }

    private Future<List<Reply>> give(MailSpool stored) {
        Map<Mailbox, Set<String>> shares = new LinkedHashMap<>();
        for (Recipient recipient : recipients) {
            shares.computeIfAbsent(recipient.mailbox(), added -> new LinkedHashSet<>())
                    .add(recipient.address());
        }
        Map<Mailbox, Reply> said = new LinkedHashMap<>();
        List<Future<Reply>> all = new ArrayList<>();
        shares.forEach((mailbox, share) ->
                all.add(give(mailbox, envelope(share), stored).andThen(reply -> said.put(mailbox, reply.result()))));
        return Future.all(all).map(done -> toEach(said));
    }

    private MailEnvelope envelope(Set<String> share) {
        return new MailEnvelope(
                mail.id(),
                mail.envelope().hello().protocol(),
                mail.envelope().hello().name(),
                peer,
                tls,
                mail.envelope().sender(),
                List.copyOf(share),
                listener.clock().instant());
    }

    private Future<Reply> give(Mailbox mailbox, MailEnvelope envelope, MailSpool stored) {
        Vertx vertx = listener.vertx();
        Duration limit = listener.config().timeouts().deliver();
        Context here = vertx.getOrCreateContext();
        Promise<Reply> said = Promise.promise();
        long timer = vertx.setTimer(limit.toMillis(), over -> {
            if (said.tryComplete(TRY_LATER)) {
                listener.outages().refused(mailbox.inbox(), new TimeoutException("no answer within " + limit));
            }
        });
        deliver(mailbox, envelope, stored)
                .onComplete(done -> here.runOnContext(back -> {
                    vertx.cancelTimer(timer);
                    said.tryComplete(done.succeeded() ? taken(mailbox) : refusal(mailbox, done.cause()));
                }));
        return said.future();
    }

    private static Future<Void> deliver(Mailbox mailbox, MailEnvelope envelope, MailSpool stored) {
        try {
            return mailbox.deliver(envelope, stored);
        } catch (RuntimeException brokenPromise) {
            return Future.failedFuture(brokenPromise);
        }
    }

    private Reply taken(Mailbox mailbox) {
        listener.outages().taken(mailbox.inbox());
        return Reply.of(250, "2.0.0", "queued as " + mail.id());
    }

    private Reply refusal(Mailbox mailbox, Throwable failure) {
        if (failure instanceof MailRefusedException refused) {
            return Reply.of(refused.code(), refused.enhanced(), refused.getMessage());
        }
        listener.outages().refused(mailbox.inbox(), failure);
        return TRY_LATER;
    }

    private List<Reply> toEach(Map<Mailbox, Reply> said) {
        List<Reply> each = recipients.stream()
                .map(recipient -> named(recipient, said.getOrDefault(recipient.mailbox(), TRY_LATER)))
                .toList();
        return switch (listener.protocol()) {
            case LMTP -> each;
            case SMTP -> List.of(worst(each));
        };
    }

    private List<Reply> toAll(Reply reply) {
        return switch (listener.protocol()) {
            case LMTP -> recipients.stream().map(recipient -> reply).toList();
            case SMTP -> List.of(reply);
        };
    }

    private Reply named(Recipient recipient, Reply reply) {
        String text = "<" + recipient.address() + "> " + reply.lines().get(0);
        return listener.protocol() == Protocol.SMTP
                ? reply
                : Reply.of(reply.code(), reply.refuses() ? reply.enhanced() : "2.1.5", text);
    }

    /** Who asks to try again outweighs who refuses, because the next try tells the sender of both. */
    private static Reply worst(List<Reply> replies) {
        return replies.stream()
                .filter(Reply::isTransient)
                .findFirst()
                .or(() -> replies.stream().filter(Reply::refuses).findFirst())
                .orElse(replies.get(0));
    }
}
