package tributary.connector.email;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tributary.connector.MailEnvelope;
import tributary.connector.email.address.BounceMark;
import tributary.connector.email.address.InboxMarks;
import tributary.connector.email.address.MessageMark;
import tributary.connector.email.address.SubjectLine;
import tributary.connector.email.address.TicketMark;
import tributary.connector.email.automatic.AutomaticKind;
import tributary.connector.email.automatic.AutomaticMail;
import tributary.connector.email.automatic.Bounce;
import tributary.connector.email.automatic.BounceReader;
import tributary.connector.email.automatic.BouncedRecipient;
import tributary.connector.email.automatic.Classified;
import tributary.connector.email.automatic.Complaint;
import tributary.connector.email.automatic.MailHead;
import tributary.connector.email.automatic.OwnMarks;
import tributary.connector.email.html.CleanHtml;
import tributary.connector.email.html.HtmlCleaner;
import tributary.connector.email.mime.MailAddress;
import tributary.connector.email.mime.MailPart;
import tributary.connector.email.mime.ParsedMail;
import tributary.connector.email.reply.ForwardedHeader;
import tributary.connector.email.reply.ReplyText;
import tributary.conversation.Attachment;
import tributary.conversation.Author;
import tributary.conversation.AutomaticAnswer;
import tributary.conversation.Clue;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.Forwarded;
import tributary.conversation.IdentityKey;
import tributary.conversation.Letter;
import tributary.conversation.PartyKey;
import tributary.conversation.Recipient;
import tributary.conversation.Unreachable;

/** Turns a read mail into the event it means. Pure: the same record and mail give the same event. */
final class LetterReader {

    private static final int MOST_CLUES = 25;
    private static final int LONGEST_ID = 500;
    private static final int LONGEST_SUBJECT = 500;
    private static final int LONGEST_REASON = 300;
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s<>\\[\\]()\"',;:\u3000]{1,64}@[A-Za-z0-9.\\-\\P{ASCII}]{1,250}");
    private static final String NOBODY = "unknown@invalid";

    private final String inbox;
    private final InboxMarks marks;
    private final OwnMarks own;
    private final Optional<String> autoReply;
    private final HtmlCleaner cleaner = new HtmlCleaner();

    /** @param autoReply what may be said at once to a letter that a person wrote */
    LetterReader(String inbox, InboxMarks marks, OwnMarks own, Optional<String> autoReply) {
        this.inbox = inbox;
        this.marks = marks;
        this.own = own;
        this.autoReply = autoReply;
    }

    ConversationEvent event(MailRecord record, ReadMail read) {
        ParsedMail mail = read.mail();
        MailEnvelope envelope = record.envelope();
        MailHead head = MailHead.of(mail);
        Classified classified = AutomaticMail.classify(head, envelope.sender(), own);
        if (classified.kind() == AutomaticKind.BOUNCE) {
            Optional<DeliveryReported> failed = failed(head, envelope, read);
            if (failed.isPresent()) {
                return failed.get();
            }
        }
        return message(record, read, classified);
    }

    /** The ids of a mail's files follow from the mail. */
    UUID fileId(Buffer hash, String path) {
        MessageDigest digest = MailContent.sha256();
        digest.update((inbox + '\n' + path + '\n').getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest(hash.getBytes()));
        long high = (bytes.getLong() & 0xffffffffffff0fffL) | 0x8000L;
        long low = (bytes.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    private static @Nullable Unreachable unreachable(BouncedRecipient recipient, UUID message) {
        String reason = switch (recipient.kind()) {
            case HARD -> Unreachable.HARD_BOUNCE;
            case SOFT -> Unreachable.SOFT_BOUNCE;
            case POLICY -> "";
        };
        return reason.isEmpty()
                ? null
                : canonical(recipient.address())
                        .map(address -> new Unreachable(address, reason, message))
                        .orElse(null);
    }

    private Optional<Bounce> bounce(MailHead head, MailEnvelope envelope) {
        return BounceReader.read(
                head,
                envelope.recipients(),
                address -> marks.bounce(address)
                        .filter(BounceMark::proved)
                        .map(mark -> mark.message().toString()));
    }

    private Optional<DeliveryReported> failed(MailHead head, MailEnvelope envelope, ReadMail read) {
        Optional<Bounce> found = bounce(head, envelope);
        Optional<UUID> message = found.flatMap(bounce -> bounce.verp()
                .map(UUID::fromString)
                .or(() -> bounce.originalMessageId()
                        .flatMap(marks::message)
                        .filter(MessageMark::proved)
                        .map(MessageMark::message)));
        if (message.isEmpty()) {
            return Optional.empty();
        }
        BouncedRecipient recipient = found.get().recipients().get(0);
        String reason = (recipient.status() + ' ' + recipient.diagnostic()).strip();
        return Optional.of(new DeliveryReported(
                party(canonical(recipient.address()).orElse(NOBODY)),
                externalId(read),
                message.get(),
                "failed",
                reason.isEmpty() ? "bounced" : cut(reason, LONGEST_REASON),
                at(read.mail(), envelope),
                null,
                null,
                unreachable(recipient, message.get())));
    }

    private MessageReceived message(MailRecord record, ReadMail read, Classified classified) {
        AutomaticKind kind = classified.kind();
        ParsedMail mail = read.mail();
        MailEnvelope envelope = record.envelope();
        Recipient author = author(mail, envelope);
        Set<String> problems = new TreeSet<>(mail.problems());
        List<Attachment> files = mail.parts().stream()
                .map(part -> new Attachment(fileId(read.hash(), part.path()), part.name(), part.type(), part.bytes()))
                .toList();
        Letter letter = new Letter(
                cut(clean(mail.subject()), LONGEST_SUBJECT),
                html(mail, read.hash(), problems),
                reply(mail),
                recipients(mail.to()),
                recipients(mail.cc()),
                recipients(mail.replyTo()),
                mail.messageId().map(LetterReader::key).orElse(null),
                clues(mail, envelope),
                record.trust(),
                kind.word(),
                record.original().orElse(null),
                List.copyOf(problems),
                doubt(kind),
                forwarded(mail),
                null,
                kind == AutomaticKind.COMPLAINT ? complainer(mail) : null,
                classified.answerable() ? answer(envelope) : null);
        return new MessageReceived(
                party(author.address()),
                externalId(read),
                null,
                Author.contact(author.name(), author.address()),
                clean(mail.text()),
                files,
                null,
                letter,
                at(mail, envelope));
    }

    /** To who sent it, and not to an address of ours: that would be a loop. */
    private @Nullable AutomaticAnswer answer(MailEnvelope envelope) {
        return autoReply
                .flatMap(text -> canonical(envelope.sender())
                        .filter(sender -> !marks.owns(sender))
                        .map(sender -> new AutomaticAnswer(sender, text)))
                .orElse(null);
    }

    /** A bounce that comes here without proof is about a mail somebody else sent in our name. */
    private static @Nullable String doubt(AutomaticKind kind) {
        return switch (kind) {
            case OWN_LOOP -> "loop: a mail of our own came back";
            case BOUNCE -> "bounce: of a mail that was not sent from here";
            default -> null;
        };
    }

    private @Nullable String html(ParsedMail mail, Buffer hash, Set<String> problems) {
        return mail.html()
                .map(page -> cleaner.clean(page, named -> image(mail, hash, named)))
                .map(clean -> kept(clean, problems))
                .orElse(null);
    }

    private static @Nullable String kept(CleanHtml clean, Set<String> problems) {
        problems.addAll(clean.problems());
        return clean.html().isBlank() ? null : clean(clean.html());
    }

    private Optional<String> image(ParsedMail mail, Buffer hash, String named) {
        return mail.parts().stream()
                .filter(part -> names(part, named))
                .findFirst()
                .map(part -> fileId(hash, part.path()).toString());
    }

    private static boolean names(MailPart part, String named) {
        return part.contentId().filter(named::equals).isPresent()
                || part.location().filter(named::equals).isPresent();
    }

    private static @Nullable String reply(ParsedMail mail) {
        String text = clean(mail.text());
        String reply = ReplyText.spans(text, mail.html(), mail.subject()).reply();
        return reply.isBlank() || reply.equals(text) ? null : reply;
    }

    /** The mail that this one passes on, if its copied header names an author other than this mail's. */
    private static @Nullable Forwarded forwarded(ParsedMail mail) {
        return ForwardedHeader.find(clean(mail.text()), mail.subject())
                .flatMap(header -> person(header.from()).map(author -> forwarded(mail, header, author)))
                .filter(found -> recipients(mail.from()).stream()
                        .noneMatch(own -> own.address().equals(found.author().address())))
                .orElse(null);
    }

    private static Forwarded forwarded(ParsedMail mail, ForwardedHeader header, Recipient author) {
        String subject = header.subject().isEmpty() ? SubjectLine.normalised(mail.subject()) : header.subject();
        String reply = ReplyText.spans(header.body(), Optional.empty(), subject).reply();
        return new Forwarded(author, cut(clean(subject), LONGEST_SUBJECT), reply);
    }

    /** The forms of mail programs: {@code "Li" <li@a>;}, {@code Li [mailto:li@a]}, {@code li@a}. */
    private static Optional<Recipient> person(String written) {
        Matcher address = ADDRESS.matcher(written);
        if (!address.find()) {
            return Optional.empty();
        }
        String name = written.substring(0, address.start()).replaceAll("(?i)mailto:|[\\[\\](<\"'\u201c\u201d]", " ");
        return canonical(address.group())
                .map(canonical -> new Recipient(cut(name.replaceAll("\\s+", " ").strip(), LONGEST_ID), canonical));
    }

    /**
     * Whose complaint it is (RFC 5965), if a mark of ours proves that it is about a mail of this inbox; a mere claim could
     * have anybody suppressed.
     */
    private @Nullable Unreachable complainer(ParsedMail mail) {
        return MailHead.of(mail)
                .report()
                .flatMap(report -> Complaint.read(report, this::marked))
                .flatMap(complaint -> canonical(complaint.address())
                        .map(address -> new Unreachable(address, Unreachable.COMPLAINT, complaint.message())))
                .orElse(null);
    }

    /** The message that a bounce address or Message-ID of ours proves. */
    private Optional<UUID> marked(String mark) {
        return marks.bounce(mark)
                .filter(BounceMark::proved)
                .map(BounceMark::message)
                .or(() -> marks.message(mark).filter(MessageMark::proved).map(MessageMark::message));
    }

    /** The strongest first: signed address, what it answers, the thread from its end, the subject's number. */
    private List<Clue> clues(ParsedMail mail, MailEnvelope envelope) {
        Set<Clue> clues = new LinkedHashSet<>();
        List<String> addresses = new ArrayList<>(envelope.recipients());
        addresses.addAll(mail.headers("Delivered-To"));
        mail.to().forEach(one -> addresses.add(one.address()));
        mail.cc().forEach(one -> addresses.add(one.address()));
        for (String address : addresses) {
            marks.reply(address)
                    .filter(TicketMark::proved)
                    .ifPresent(mark -> clues.add(new Clue("plus-address", mark.ticket(), null, null, true)));
        }
        mail.inReplyTo().forEach(id -> clues.add(reference("in-reply-to", id)));
        List<String> references = mail.references();
        for (int i = references.size() - 1; i >= 0; i--) {
            clues.add(reference("references", references.get(i)));
        }
        marks.subject(mail.subject())
                .ifPresent(mark -> clues.add(new Clue("subject-number", mark.ticket(), null, null, false)));
        return clues.stream().limit(MOST_CLUES).toList();
    }

    private Clue reference(String rule, String id) {
        Optional<MessageMark> ours = marks.message(id).filter(MessageMark::proved);
        return ours.isPresent()
                ? new Clue(rule, null, ours.get().message(), null, false)
                : new Clue(rule, null, null, key(id), false);
    }

    private static Recipient author(ParsedMail mail, MailEnvelope envelope) {
        List<Recipient> authors = recipients(mail.from());
        if (!authors.isEmpty()) {
            return authors.get(0);
        }
        List<Recipient> senders = recipients(mail.sender().map(List::of).orElse(List.of()));
        return senders.isEmpty()
                ? new Recipient("", canonical(envelope.sender()).orElse(NOBODY))
                : senders.get(0);
    }

    private static List<Recipient> recipients(List<MailAddress> people) {
        List<Recipient> recipients = new ArrayList<>();
        people.forEach(one -> canonical(one.address())
                .ifPresent(address -> recipients.add(new Recipient(cut(clean(one.name()), LONGEST_ID), address))));
        return recipients;
    }

    /** The same for every spelling of one mailbox; anything without an @ or with spaces is no address. */
    private static Optional<String> canonical(String address) {
        String lower = clean(address).strip().toLowerCase(Locale.ROOT);
        boolean plausible = lower.indexOf('@') > 0
                && lower.length() <= 320
                && lower.chars().noneMatch(c -> c <= ' ' || c == '<' || c == '>');
        return plausible ? Optional.of(lower) : Optional.empty();
    }

    private String externalId(ReadMail read) {
        return read.mail()
                .messageId()
                .map(LetterReader::key)
                .orElseGet(
                        () -> "sha256:" + HexFormat.of().formatHex(read.hash().getBytes()));
    }

    /** A Message-ID as it stands in tables: without what PostgreSQL cannot hold, and no longer than an index takes. */
    private static String key(String id) {
        String cleaned = clean(id).strip();
        return cleaned.length() <= LONGEST_ID && !cleaned.isEmpty()
                ? cleaned
                : "sha256:"
                        + HexFormat.of()
                                .formatHex(MailContent.sha256().digest(cleaned.getBytes(StandardCharsets.UTF_8)));
    }

    /** As its author's clock has it, but not later than it came. */
    private static Instant at(ParsedMail mail, MailEnvelope envelope) {
        return mail.date()
                .filter(date -> date.isBefore(envelope.receivedAt()) && date.isAfter(Instant.EPOCH))
                .orElse(envelope.receivedAt())
                .truncatedTo(ChronoUnit.MILLIS);
    }

    private PartyKey party(String address) {
        return new PartyKey(inbox, new IdentityKey("email", "", address));
    }

    private static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, text.offsetByCodePoints(0, most / 2));
    }
}
