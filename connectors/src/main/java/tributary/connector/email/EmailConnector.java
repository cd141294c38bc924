package tributary.connector.email;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tributary.connector.Arrival;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.Delivery;
import tributary.connector.MailEnvelope;
import tributary.connector.MailSpool;
import tributary.connector.Mailbox;
import tributary.connector.email.address.EmailAddress;
import tributary.connector.email.address.InboxMarks;
import tributary.connector.email.mime.MailReader;
import tributary.connector.email.mime.ParsedMail;
import tributary.connector.email.mime.PartSink;
import tributary.connector.email.send.MailFile;
import tributary.connector.email.send.MailKind;
import tributary.connector.email.send.MailSender;
import tributary.connector.email.send.OutboundMail;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.OutboundLetter;
import tributary.conversation.OutboundMessage;
import tributary.conversation.Trust;

/** One inbox: takes mails from the listener to the journal, and messages from the outbox to the relay. */
final class EmailConnector implements Connector, Mailbox {

    private static final long LARGEST_ORIGINAL = 64L * 1024 * 1024;

    private final ConnectorContext context;
    private final EmailConfig config;
    private final Set<EmailAddress> addresses;
    private final InboxMarks marks;
    private final MailReader reader;
    private final LetterReader letters;
    private final Senders senders;
    private final Optional<MailSender> sender;
    private final Entrance entrance;

    EmailConnector(
            ConnectorContext context,
            EmailConfig config,
            InboxMarks marks,
            MailReader reader,
            LetterReader letters,
            Senders senders,
            Optional<MailSender> sender,
            Entrance entrance) {
        this.context = context;
        this.config = config;
        this.addresses = Stream.concat(Stream.of(config.address()), config.aliases().stream())
                .map(EmailAddress::parse)
                .collect(Collectors.toUnmodifiableSet());
        this.marks = marks;
        this.reader = reader;
        this.letters = letters;
        this.senders = senders;
        this.sender = sender;
        this.entrance = entrance;
    }

    @Override
    public Future<Void> start() {
        entrance.start(this);
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
        return read(mail::open, files)
                .compose(read -> {
                    MailFiles kept = new MailFiles(context, letters, read, files, mail);
                    MailRecord record = new MailRecord(envelope, Trust.UNKNOWN, kept.original(), kept.inline());
                    return event(record, read)
                            .compose(event -> kept.keep().compose(done -> accept(record, read, event)));
                })
                .eventually(files::close);
    }

    /** Hashed and parsed at the same time: a large mail takes long for either. */
    private Future<ReadMail> read(Opening mail, PartSink files) {
        Future<Buffer> hash = blocking(() -> with(mail, MailContent::hash));
        Future<ParsedMail> parsed = blocking(() -> with(mail, bytes -> reader.read(bytes, files)));
        return Future.join(hash, parsed).map(both -> new ReadMail(parsed.result(), hash.result()));
    }

    /** Cleaning a page and looking for quotes are no work for an event loop either. */
    private Future<ConversationEvent> event(MailRecord record, ReadMail read) {
        return blocking(() -> letters.event(record, read));
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return context.vertx().executeBlocking(work, false);
    }

    private static <T> T with(Opening mail, Reading<T> reading) throws IOException {
        try (InputStream bytes = mail.open()) {
            return reading.read(bytes);
        }
    }

    private Future<Void> accept(MailRecord record, ReadMail read, ConversationEvent event) {
        boolean unproven = event instanceof MessageReceived && senders.worthAsking(record.envelope());
        Arrival arrival =
                new Arrival(event, record.raw(), read.hash(), Arrival.OnOtherContent.KEEP, unproven, Optional.empty());
        return context.inbound().accept(arrival).mapEmpty();
    }

    @Override
    public Future<List<ConversationEvent>> read(Buffer raw) {
        return Future.succeededFuture(raw)
                .map(MailRecord::read)
                .compose(record -> bytes(record)
                        .compose(mail -> read(
                                () -> new ByteArrayInputStream(mail.getBytes()),
                                (path, name, type) -> OutputStream.nullOutputStream()))
                        .compose(read -> event(record, read))
                        .map(List::of));
    }

    @Override
    public Future<Trust> vouch(Buffer raw) {
        return Future.succeededFuture(raw)
                .map(MailRecord::read)
                .compose(record ->
                        senders.vouch(record.envelope(), record.original().isPresent(), () -> bytes(record)));
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
                others(letter.to()),
                others(letter.cc()),
                others(letter.bcc()),
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
                letter.automatic() ? MailKind.AUTO_REPLY : MailKind.REPLY);
    }

    /** Without ourselves: who answers to all of a mail's recipients names this inbox too. */
    private List<tributary.connector.email.send.Recipient> others(List<tributary.conversation.Recipient> people) {
        return people.stream()
                .filter(one -> !owns(one.address()))
                .map(one -> new tributary.connector.email.send.Recipient(one.name(), one.address()))
                .toList();
    }

    @Override
    public Map<String, String> facts() {
        return config.aliases().isEmpty()
                ? Map.of("address", config.address())
                : Map.of("address", config.address(), "aliases", String.join(", ", config.aliases()));
    }

    @Override
    public Future<Void> health() {
        return entrance.health();
    }

    /** The listener has stopped before; what was sent gets its answer. */
    @Override
    public Future<Void> stop() {
        return entrance.stop().onComplete(stopped -> sender.ifPresent(MailSender::close));
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

    private interface Reading<T> {
        T read(InputStream mail) throws IOException;
    }
}
