package tributary.connector.email;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tributary.config.ConfigException;
import tributary.config.Settings;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorFactory;
import tributary.connector.Examination;
import tributary.connector.email.address.EmailAddress;
import tributary.connector.email.address.InboxMarks;
import tributary.connector.email.address.MailKeys;
import tributary.connector.email.auth.AuthenticationConfig;
import tributary.connector.email.auth.MailAuthenticator;
import tributary.connector.email.auth.dns.MailDns;
import tributary.connector.email.automatic.OwnMarks;
import tributary.connector.email.imap.MailboxVisit;
import tributary.connector.email.mime.MailBounds;
import tributary.connector.email.mime.MailReader;
import tributary.connector.email.send.MailSender;
import tributary.connector.email.send.RelayVisit;

/** Makes e-mail inboxes. */
public final class EmailConnectorFactory implements ConnectorFactory {

    /** Purpose of the key that signs reply addresses, bounce addresses and Message-IDs. */
    private static final String KEY = "mail-marks";

    /** What of a mail's text travels to agents; the whole mail stays as it came. */
    private static final int MOST_TEXT = 256 * 1024;

    @Override
    public String type() {
        return "email";
    }

    @Override
    public String channel() {
        return "email";
    }

    @Override
    public boolean sessionLike() {
        return false;
    }

    @Override
    public void check(Settings settings) {
        settings.read(EmailConfig.class);
    }

    @Override
    public List<Examination> examine(Settings settings) {
        EmailConfig config = settings.read(EmailConfig.class);
        List<Examination> found = new ArrayList<>();
        config.send()
                .ifPresent(send -> found.add(RelayVisit.of(send, EmailAddress.parse(config.address()), config.name())));
        config.imap().ifPresent(imap -> found.add(MailboxVisit.of(imap, config.name())));
        return found;
    }

    @Override
    public Connector create(ConnectorContext context, Settings settings) {
        EmailConfig config = settings.read(EmailConfig.class);
        EmailAddress address = EmailAddress.parse(config.address());
        MailKeys keys = new MailKeys("1", Map.of("1", context.keys().key(KEY)));
        InboxMarks marks = new InboxMarks(address, context.inbox(), keys);
        MailReader reader = new MailReader(bounds());
        try {
            Optional<MailSender> sender =
                    config.send().map(send -> new MailSender(context.vertx(), send, address, context.inbox(), marks));
            return new EmailConnector(
                    context,
                    config,
                    marks,
                    reader,
                    new LetterReader(
                            context.inbox(),
                            marks,
                            own(context, address),
                            config.autoReply().map(EmailConfig.AutoReply::text)),
                    senders(context, config, address, reader),
                    sender,
                    Entrance.of(context, config));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(settings.path() + ".send." + e.getMessage());
        }
    }

    private static MailBounds bounds() {
        MailBounds usual = MailBounds.DEFAULT;
        return new MailBounds(
                usual.parts(),
                usual.depth(),
                usual.headerBytes(),
                usual.headerLines(),
                MOST_TEXT,
                Duration.ofSeconds(5));
    }

    /** Others may write from the inbox's domain: only the address itself is ours alone. */
    private static OwnMarks own(ConnectorContext context, EmailAddress address) {
        return new OwnMarks(Set.of(context.inbox()), Set.of(address.canonical()), Set.of());
    }

    private static Senders senders(
            ConnectorContext context, EmailConfig config, EmailAddress address, MailReader reader) {
        AuthenticationConfig checks = config.authentication().config(Set.of(address.domain()));
        MailAuthenticator authenticator = new MailAuthenticator(
                context.vertx(), new MailDns(context.vertx(), checks.dns(), context.clock()), checks, context.clock());
        return new Senders(context.vertx(), config.authentication(), reader, authenticator);
    }
}
