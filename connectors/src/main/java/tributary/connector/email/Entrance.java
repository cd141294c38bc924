package tributary.connector.email;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tributary.connector.ConnectorContext;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.MailEnvelope;
import tributary.connector.MailSpool;
import tributary.connector.Mailbox;
import tributary.connector.email.hook.MalformedPostException;
import tributary.connector.email.hook.PostedMail;
import tributary.connector.email.hook.ProviderHook;
import tributary.connector.email.hook.WebhookConfig;
import tributary.connector.email.imap.FetchedMail;
import tributary.connector.email.imap.ImapConfig;
import tributary.connector.email.imap.ImapPuller;

/** By which door an inbox's mails come in. */
interface Entrance {

    void start(Mailbox mailbox);

    Future<Void> health();

    Future<Void> stop();

    static Entrance of(ConnectorContext context, EmailConfig config) {
        return switch (config.receive()) {
            case SMTP -> new Listener(context);
            case IMAP -> new Fetching(context, config, config.imap().orElseThrow());
            case WEBHOOK -> new Posting(context, config, config.webhook().orElseThrow());
        };
    }

    /** At the node's listener. */
    record Listener(ConnectorContext context) implements Entrance {
        @Override
        public void start(Mailbox mailbox) {
            context.mail().open(mailbox);
        }

        @Override
        public Future<Void> health() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> stop() {
            return Future.succeededFuture();
        }
    }

    /** Out of somebody's mailbox. */
    final class Fetching implements Entrance {
        private final ConnectorContext context;
        private final EmailConfig config;
        private final ImapConfig imap;
        private Optional<ImapPuller> puller = Optional.empty();

        Fetching(ConnectorContext context, EmailConfig config, ImapConfig imap) {
            this.context = context;
            this.config = config;
            this.imap = imap;
        }

        @Override
        public void start(Mailbox mailbox) {
            ImapPuller made = new ImapPuller(
                    context, imap, mail -> held(mail).compose(spool -> mailbox.deliver(envelope(mail), spool)));
            puller = Optional.of(made);
            made.start();
        }

        private Future<MailSpool> held(FetchedMail mail) {
            return mail.bytes() > MailRecord.MOST_INLINE
                    ? Future.succeededFuture(HeldMail.of(mail.file(), mail.bytes()))
                    : context.vertx()
                            .fileSystem()
                            .readFile(mail.file().toString())
                            .map(HeldMail::of);
        }

        private MailEnvelope envelope(FetchedMail mail) {
            return outside(
                    context,
                    "IMAP",
                    Long.toString(mail.uid()),
                    mail.sender(),
                    mail.recipients().isEmpty() ? List.of(config.address()) : mail.recipients());
        }

        @Override
        public Future<Void> health() {
            return puller.map(ImapPuller::health).orElseGet(Future::succeededFuture);
        }

        @Override
        public Future<Void> stop() {
            return puller.map(ImapPuller::stop).orElseGet(Future::succeededFuture);
        }
    }

    /** Posted by a provider. */
    final class Posting implements Entrance {
        private final ConnectorContext context;
        private final EmailConfig config;
        private final WebhookConfig webhook;
        private final ProviderHook provider;

        Posting(ConnectorContext context, EmailConfig config, WebhookConfig webhook) {
            this.context = context;
            this.config = config;
            this.webhook = webhook;
            this.provider = ProviderHook.of(webhook, context.clock());
        }

        @Override
        public void start(Mailbox mailbox) {
            context.hooks()
                    .open(context.inbox(), Math.toIntExact(webhook.maxBody().bytes()), call -> answer(mailbox, call));
        }

        /** The provider hears yes only when the mail is durable; a wrong login is tried again, for it may be ours. */
        private Future<HookAnswer> answer(Mailbox mailbox, HookCall call) {
            if (!call.place().isEmpty()) {
                return Future.succeededFuture(HookAnswer.NOT_FOUND);
            }
            if (!call.method().equals("POST")) {
                return Future.succeededFuture(status(405));
            }
            return context.vertx()
                    .executeBlocking(
                            () -> provider.genuine(call)
                                    ? Optional.of(provider.read(call))
                                    : Optional.<PostedMail>empty(),
                            false)
                    .compose(read -> read.map(mail -> mailbox.deliver(envelope(mail), HeldMail.of(mail.mail()))
                                    .map(HookAnswer.DONE))
                            .orElseGet(() -> Future.succeededFuture(status(401))))
                    .recover(this::refused);
        }

        private Future<HookAnswer> refused(Throwable failure) {
            return failure instanceof MalformedPostException
                    ? Future.succeededFuture(status(provider.refusal()))
                    : Future.failedFuture(failure);
        }

        private static HookAnswer status(int code) {
            return new HookAnswer(code, "", Buffer.buffer());
        }

        private MailEnvelope envelope(PostedMail mail) {
            List<String> recipients = mail.recipients().stream()
                    .filter(one -> one.indexOf('@') > 0)
                    .toList();
            return outside(
                    context,
                    "HTTP",
                    "hook",
                    mail.sender(),
                    recipients.isEmpty() ? List.of(config.address()) : recipients);
        }

        @Override
        public Future<Void> health() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> stop() {
            return Future.succeededFuture();
        }
    }

    /** What is known of a mail that another host took: nothing of the peer, so that only trusted results count. */
    private static MailEnvelope outside(
            ConnectorContext context, String protocol, String id, String sender, List<String> recipients) {
        return new MailEnvelope(
                id,
                protocol,
                "",
                "",
                true,
                sender,
                recipients,
                context.clock().instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
