package tributary.connector.email.address;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The marks of one inbox: it makes them for mails that go out and finds them in mails that come in.
 *
 * <table>
 * <caption>Forms, for support@example.com</caption>
 * <tr><td>reply address</td><td>{@code support+c48213.1.blwriurbqf6absti@example.com}</td></tr>
 * <tr><td>bounce address</td><td>{@code support+b<message>.1.<signature>@example.com}; the message's UUID is written as
 *     its 16 bytes in 26 characters of lower-case Base32</td></tr>
 * <tr><td>Message-ID</td><td>{@code <c48213.m<message>.<signature>@example.com>}, the UUID as usual</td></tr>
 * <tr><td>subject</td><td>{@code [#48213-k7q2]}, the first 20 bits of the signature</td></tr>
 * </table>
 *
 * <p>In addresses {@code -} and {@code =} are read like {@code +}, because some sites refuse the plus, and case never
 * counts, because some systems fold it. A mark that names a key we do not have is found, but not proved.
 */
public final class InboxMarks {
    private static final int LONGEST_LOCAL = 64;
    private static final Pattern REPLY = Pattern.compile("[+=-]c(\\d{1,18})\\.([a-z0-9]{1,8})\\.([a-z2-7]{16})");
    private static final Pattern BOUNCE = Pattern.compile("[+=-]b([a-z2-7]{26})\\.([a-z0-9]{1,8})\\.([a-z2-7]{16})");
    private static final Pattern MESSAGE_ID = Pattern.compile(
            "c(\\d{1,18})\\.m(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})\\.([a-zA-Z2-7]{16})@(.+)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SUBJECT = Pattern.compile("\\[#(\\d{1,18})(?:-([a-zA-Z2-7]{4}))?]");

    private final EmailAddress inbox;
    private final String name;
    private final MailKeys keys;

    /**
     * @param inbox the inbox's address
     * @param name the inbox's name: its part in every signature, so that a mark is worth nothing at another inbox
     */
    public InboxMarks(EmailAddress inbox, String name, MailKeys keys) {
        this.inbox = inbox;
        this.name = name;
        this.keys = keys;
    }

    /** Where answers shall go; empty if the inbox's own local part is too long to carry a mark. */
    public Optional<EmailAddress> replyAddress(long ticket) {
        return extended("+c" + ticket + signed(String.valueOf(ticket)));
    }

    /** Where failures of one message shall go; empty if the inbox's own local part is too long to carry a mark. */
    public Optional<EmailAddress> bounceAddress(UUID message) {
        return extended("+b" + compact(message) + bounceSignature(message));
    }

    /** The Message-ID of one of our messages, without angle brackets; the same each time. */
    public String messageId(long ticket, UUID message) {
        return "c" + ticket + ".m" + message + '.' + keys.sign(messageText(keys.current(), ticket, message)) + '@'
                + inbox.domain();
    }

    /** What stands in a subject: {@code [#48213-k7q2]}. */
    public String subjectMark(long ticket) {
        return "[#" + ticket + '-'
                + keys.sign(subjectText(keys.current(), ticket)).substring(0, 4) + ']';
    }

    /** Whether an envelope recipient is this inbox: its address, or one that carries a mark of a form we make. */
    public boolean owns(String recipient) {
        return address(recipient).filter(inbox::equals).isPresent()
                || reply(recipient).isPresent()
                || bounce(recipient).isPresent();
    }

    /** The ticket that a recipient's address names, if it is a reply address of this inbox. */
    public Optional<TicketMark> reply(String recipient) {
        return extension(recipient).map(REPLY::matcher).filter(Matcher::matches).map(found -> {
            String ticket = found.group(1);
            return new TicketMark(
                    Long.parseLong(ticket), keys.proves(found.group(2), text(found.group(2), ticket), found.group(3)));
        });
    }

    /** The message that a recipient's address names, if it is a bounce address of this inbox. */
    public Optional<BounceMark> bounce(String recipient) {
        return extension(recipient)
                .map(BOUNCE::matcher)
                .filter(Matcher::matches)
                .flatMap(found -> uuid(found.group(1))
                        .map(message -> new BounceMark(
                                message,
                                keys.proves(found.group(2), bounceText(found.group(2), message), found.group(3)))));
    }

    /** The message that a Message-ID names, with or without angle brackets, if it has our form and domain. */
    public Optional<MessageMark> message(String messageId) {
        Matcher found = MESSAGE_ID.matcher(bare(messageId));
        if (!found.matches() || !found.group(4).equalsIgnoreCase(inbox.domain())) {
            return Optional.empty();
        }
        long ticket = Long.parseLong(found.group(1));
        UUID message = UUID.fromString(found.group(2));
        boolean proved = false;
        for (String kid : keys.ids()) {
            proved |= keys.proves(kid, messageText(kid, ticket, message), found.group(3));
        }
        return Optional.of(new MessageMark(ticket, message, proved));
    }

    /** The ticket that a subject names: the first mark that is proved, or else the first. */
    public Optional<TicketMark> subject(String subject) {
        Matcher found = SUBJECT.matcher(subject);
        Optional<TicketMark> first = Optional.empty();
        while (found.find()) {
            TicketMark mark = subjectMark(found);
            if (mark.proved()) {
                return Optional.of(mark);
            }
            first = first.isPresent() ? first : Optional.of(mark);
        }
        return first;
    }

    private TicketMark subjectMark(Matcher found) {
        long ticket = Long.parseLong(found.group(1));
        boolean proved = false;
        if (found.group(2) != null) {
            for (String kid : keys.ids()) {
                proved |= keys.proves(kid, subjectText(kid, ticket), found.group(2));
            }
        }
        return new TicketMark(ticket, proved);
    }

    private String signed(String ticket) {
        return '.' + keys.current() + '.' + keys.sign(text(keys.current(), ticket));
    }

    private String bounceSignature(UUID message) {
        return '.' + keys.current() + '.' + keys.sign(bounceText(keys.current(), message));
    }

    private String text(String kid, String ticket) {
        return kid + '|' + name + '|' + ticket;
    }

    private String bounceText(String kid, UUID message) {
        return "bounce|" + kid + '|' + name + '|' + message;
    }

    private String messageText(String kid, long ticket, UUID message) {
        return "message|" + kid + '|' + name + '|' + ticket + '|' + message;
    }

    private String subjectText(String kid, long ticket) {
        return "subject|" + kid + '|' + name + '|' + ticket;
    }

    private Optional<EmailAddress> extended(String extension) {
        String local = inbox.local() + extension;
        return local.length() > LONGEST_LOCAL ? Optional.empty() : Optional.of(new EmailAddress(local, inbox.domain()));
    }

    /** What follows the inbox's own local part, in lower case. */
    private Optional<String> extension(String recipient) {
        String local = inbox.local().toLowerCase(Locale.ROOT);
        return address(recipient)
                .filter(address -> address.domain().equals(inbox.domain()))
                .map(address -> address.local().toLowerCase(Locale.ROOT))
                .filter(other -> other.startsWith(local))
                .map(other -> other.substring(local.length()));
    }

    private static Optional<EmailAddress> address(String recipient) {
        try {
            return Optional.of(EmailAddress.parse(recipient));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String bare(String messageId) {
        String text = messageId.strip();
        return text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
    }

    private static String compact(UUID message) {
        return Base32.encode(ByteBuffer.allocate(16)
                .putLong(message.getMostSignificantBits())
                .putLong(message.getLeastSignificantBits())
                .array());
    }

    private static Optional<UUID> uuid(String compact) {
        return Base32.decode(compact).map(ByteBuffer::wrap).map(bytes -> new UUID(bytes.getLong(), bytes.getLong()));
    }
}
