package tributary.connector.email;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tributary.connector.Accepted;
import tributary.connector.Arrival;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.Delivery;
import tributary.connector.MailEnvelope;
import tributary.connector.MailSpool;
import tributary.connector.Mailbox;
import tributary.connector.email.address.EmailAddress;
import tributary.connector.email.address.InboxMarks;
import tributary.connector.email.auth.AuthenticationResult;
import tributary.connector.email.auth.MailAuthenticator;
import tributary.connector.email.auth.MailOrigin;
import tributary.connector.email.auth.dkim.DkimVerdict;
import tributary.connector.email.automatic.BounceKind;
import tributary.connector.email.mime.MailAddress;
import tributary.connector.email.mime.MailPart;
import tributary.connector.email.mime.MailReader;
import tributary.connector.email.mime.ParsedMail;
import tributary.connector.email.mime.PartSink;
import tributary.connector.email.send.MailFile;
import tributary.connector.email.send.MailKind;
import tributary.connector.email.send.MailSender;
import tributary.connector.email.send.OutboundMail;
import tributary.conversation.ConversationEvent;
import tributary.conversation.OutboundLetter;
import tributary.conversation.OutboundMessage;
import tributary.conversation.Trust;

/** One inbox: takes mails from the listener to the journal, and messages from the outbox to the relay. */
final class EmailConnector implements Connector, Mailbox {

    static final String ORIGINAL_NAME = "message.eml";
    private static final String ORIGINAL_TYPE = "message/rfc822";
    private static final long LARGEST_ORIGINAL = 64L * 1024 * 1024;

    private final ConnectorContext context;
    private final EmailConfig config;
    private final Set<EmailAddress> addresses;
    private final InboxMarks marks;
    private final MailReader reader;
    private final LetterReader letters;
    private final MailAuthenticator authenticator;
    private final Suppressed suppressed;
    private final Optional<MailSender> sender;

    EmailConnector(
            ConnectorContext context,
            EmailConfig config,
            InboxMarks marks,
            MailReader reader,
            LetterReader letters,
            MailAuthenticator authenticator,
            Suppressed suppressed,
            Optional<MailSender> sender) {
        this.context = context;
        this.config = config;
        this.addresses = Stream.concat(Stream.of(config.address()), config.aliases().stream())
                .map(EmailAddress::parse)
                .collect(Collectors.toUnmodifiableSet());
        this.marks = marks;
        this.reader = reader;
        this.letters = letters;
        this.authenticator = authenticator;
        this.suppressed = suppressed;
        this.sender = sender;
    }

    @Override
    public Future<Void> start() {
        context.mail().open(this);
        return Future.succeededFuture();
    }

    @Override
    public String inbox() {
        return context.inbox();
    }

    @Override
    public boolean owns(String recipient) {
        return marks.owns(recipient)
                || parsed(recipient).filter(addresses::contains).isPresent();
    }

    @Override
    public boolean hosts(String domain) {
        return addresses.stream().anyMatch(address -> address.domain().equals(domain));
    }

    @Override
    public Future<Void> deliver(MailEnvelope envelope, MailSpool mail) {
        FileSpool files = new FileSpool(context.vertx());
        return context.vertx()
                .executeBlocking(() -> read(mail::open, files), false)
                .compose(read -> trust(envelope, read.mail(), mail)
                        .compose(trust -> store(envelope, trust, read, mail, files))
                        .compose(record -> accept(record, read)))
                .eventually(files::close);
    }

    private ReadMail read(Opening mail, PartSink files) throws IOException {
        Buffer hash;
        try (InputStream bytes = mail.open()) {
            hash = MailContent.hash(bytes);
        }
        try (InputStream bytes = mail.open()) {
            return new ReadMail(reader.read(bytes, files), hash);
        }
    }

    /** Hosts of our own network vouch for nobody, and name servers know nothing of them. */
    private Future<Trust> trust(MailEnvelope envelope, ParsedMail mail, MailSpool spool) {
        if (!config.authentication().on() || local(envelope.peer())) {
            return Future.succeededFuture(Trust.UNKNOWN);
        }
        MailOrigin origin = new MailOrigin(
                envelope.peer(), envelope.helo(), envelope.sender(), shown(mail.from()), shown(mail.replyTo()));
        return authenticator.check(origin, spool::open).map(EmailConnector::trust);
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

    /** The files first, so that the journal never knows of a letter without them. */
    private Future<MailRecord> store(
            MailEnvelope envelope, Trust trust, ReadMail read, MailSpool mail, FileSpool files) {
        Future<Void> kept = Future.succeededFuture();
        for (MailPart part : read.mail().parts()) {
            UUID id = letters.fileId(read.hash(), part.path());
            kept = kept.compose(before -> files.read(
                            part.path(),
                            (path, bytes) -> context.attachments().keep(inbox(), id, part.name(), part.type(), bytes))
                    .mapEmpty());
        }
        Optional<Buffer> small = mail.inMemory().filter(bytes -> bytes.length() <= MailRecord.MOST_INLINE);
        if (small.isPresent()) {
            return kept.map(done -> new MailRecord(envelope, trust, Optional.empty(), small.get()));
        }
        UUID original = letters.fileId(read.hash(), "original");
        return kept.compose(done -> MailStreams.of(
                        context.vertx(),
                        mail,
                        bytes -> context.attachments().keep(inbox(), original, ORIGINAL_NAME, ORIGINAL_TYPE, bytes)))
                .map(done -> new MailRecord(envelope, trust, Optional.of(original), Buffer.buffer()));
    }

    private Future<Void> accept(MailRecord record, ReadMail read) {
        ConversationEvent event = letters.event(record, read);
        Arrival arrival = new Arrival(event, record.raw(), read.hash(), Arrival.OnOtherContent.KEEP);
        return context.inbound()
                .accept(arrival)
                .compose(accepted -> accepted instanceof Accepted.Recorded
                        ? remember(event, read.mail(), record.envelope())
                        : Future.succeededFuture());
    }

    /** The mail is durable: that an address does not work is worth remembering, but not a second delivery. */
    private Future<Void> remember(ConversationEvent event, ParsedMail mail, MailEnvelope envelope) {
        return letters.unreachable(event, mail, envelope)
                .filter(recipient -> recipient.kind() == BounceKind.HARD)
                .map(recipient -> suppressed.add(recipient.address()).otherwiseEmpty())
                .orElseGet(Future::succeededFuture);
    }

    @Override
    public Future<List<ConversationEvent>> read(Buffer raw) {
        return Future.succeededFuture(raw)
                .map(MailRecord::read)
                .compose(record -> bytes(record)
                        .compose(mail -> context.vertx()
                                .executeBlocking(
                                        () -> read(
                                                () -> new ByteArrayInputStream(mail.getBytes()),
                                                (path, name, type) -> OutputStream.nullOutputStream()),
                                        false))
                        .map(read -> List.of(letters.event(record, read))));
    }

    @Override
    public Original original(Buffer raw) {
        MailRecord record = MailRecord.read(raw);
        return new Original(record.mail(), record.original());
    }

    private Future<Buffer> bytes(MailRecord record) {
        return record.original().isEmpty()
                ? Future.succeededFuture(record.mail())
                : context.attachments().bytes(record.original().get(), LARGEST_ORIGINAL);
    }

    @Override
    public Future<Delivery> send(OutboundMessage message) {
        OutboundLetter letter = message.letter();
        if (letter == null) {
            return Future.succeededFuture(new Delivery.Rejected("recipients: expected some, found none"));
        }
        return sender.map(relay -> relay.send(mail(message, letter)))
                .orElseGet(() -> Future.succeededFuture(
                        new Delivery.Rejected("send: this inbox has no relay in the configuration")));
    }

    private OutboundMail mail(OutboundMessage message, OutboundLetter letter) {
        List<String> references = new ArrayList<>();
        Optional<String> answered = Optional.empty();
        for (OutboundLetter.Earlier earlier : letter.before()) {
            String key = earlier.key() == null ? marks.messageId(letter.ticket(), earlier.message()) : earlier.key();
            if (!key.startsWith("sha256:")) {
                references.add(key);
                answered = earlier.inbound() || answered.isEmpty() ? Optional.of(key) : answered;
            }
        }
        return new OutboundMail(
                message.id(),
                letter.ticket(),
                context.clock().instant(),
                config.title().orElse(message.author().name()),
                people(letter.to()),
                people(letter.cc()),
                people(letter.bcc()),
                letter.subject(),
                message.text(),
                Optional.ofNullable(letter.html()),
                message.attachments().stream()
                        .map(file -> new MailFile(
                                file.name(),
                                file.type(),
                                file.bytes(),
                                Optional.of(file.id().toString()),
                                () -> context.attachments().bytes(file.id(), file.bytes())))
                        .toList(),
                answered,
                references,
                MailKind.REPLY);
    }

    private static List<tributary.connector.email.send.Recipient> people(
            List<tributary.conversation.Recipient> people) {
        return people.stream()
                .map(one -> new tributary.connector.email.send.Recipient(one.name(), one.address()))
                .toList();
    }

    @Override
    public Future<Void> health() {
        return Future.succeededFuture();
    }

    /** The listener has stopped before; what was sent gets its answer. */
    @Override
    public Future<Void> stop() {
        sender.ifPresent(MailSender::close);
        return Future.succeededFuture();
    }

    @Override
    public String toString() {
        return "email " + inbox();
    }

    private static Optional<EmailAddress> parsed(String address) {
        try {
            return Optional.of(EmailAddress.parse(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Opens the same bytes again. */
    private interface Opening {
        InputStream open() throws IOException;
    }
}
