package tributary.connector.email.send;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailMessage;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tributary.connector.email.address.EmailAddress;
import tributary.connector.email.address.InboxMarks;
import tributary.connector.email.address.SubjectLine;

/**
 * Makes the mail of a message (RFC 5322, RFC 2045). Pure.
 *
 * <p>Header fields are written here, because the mail client writes names as comments and breaks characters outside the
 * Basic Multilingual Plane; the parts are encoded by the client. No value can begin a new header field or command.
 */
final class MailComposer {
    private static final int MOST_REFERENCES = 20;
    private static final Pattern MESSAGE_ID = Pattern.compile("[\\x21-\\x3b\\x3d\\x3f-\\x7e]{1,250}");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SendConfig config;
    private final EmailAddress address;
    private final String inbox;
    private final InboxMarks marks;

    MailComposer(SendConfig config, EmailAddress address, String inbox, InboxMarks marks) {
        this.config = config;
        this.address = address;
        this.inbox = inbox;
        this.marks = marks;
    }

    /**
     * Whom the envelope names, each once.
     *
     * @throws UnsendableException if there is none, or if one has no address that can be written to
     */
    List<EmailAddress> recipients(OutboundMail mail) {
        Set<EmailAddress> all = new LinkedHashSet<>();
        Stream.of(mail.to(), mail.cc(), mail.bcc()).flatMap(List::stream).forEach(one -> all.add(parsed(one)));
        if (all.isEmpty()) {
            throw new UnsendableException("to: expected a recipient, found none");
        }
        return List.copyOf(all);
    }

    /**
     * @param contents of the mail's files, in their order
     * @throws UnsendableException as for {@link #recipients}
     */
    MailMessage compose(OutboundMail mail, List<Buffer> contents) {
        MailBody body = MailBody.of(mail.text(), mail.html());
        List<MailAttachment> inline = new ArrayList<>();
        List<MailAttachment> attached = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            MailFile file = mail.files().get(i);
            boolean shown = body.shows(file.contentId());
            (shown ? inline : attached).add(FilePart.of(file, contents.get(i), shown));
        }
        MailMessage message = new MailMessage();
        message.setFrom(address.toString()).setBounceAddress(sender(mail));
        message.setTo(recipients(mail).stream().map(EmailAddress::toString).toList());
        message.setText(body.text()).setHtml(body.html());
        message.setInlineAttachment(inline).setAttachment(attached);
        return message.setHeaders(headers(mail));
    }

    /** Automatic mail has no sender, so that nothing can come back (RFC 3834, section 3.3). */
    private String sender(OutboundMail mail) {
        if (config.addresses() == SendConfig.Addresses.PLAIN) {
            return address.toString();
        }
        return mail.kind().automatic()
                ? "<>"
                : marks.bounceAddress(mail.id()).orElse(address).toString();
    }

    private MultiMap headers(OutboundMail mail) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        headers.set("Date", DATE.format(mail.date()));
        headers.set("From", HeaderText.address("From", mail.from(), address));
        headers.set("To", mail.to().isEmpty() ? "undisclosed-recipients:;" : named("To", mail.to()));
        if (!mail.cc().isEmpty()) {
            headers.set("Cc", named("Cc", mail.cc()));
        }
        if (config.addresses() == SendConfig.Addresses.MARKED) {
            marks.replyAddress(mail.ticket())
                    .ifPresent(reply -> headers.set("Reply-To", HeaderText.address("Reply-To", mail.from(), reply)));
        }
        headers.set("Subject", HeaderText.text("Subject", subject(mail)));
        thread(headers, mail);
        headers.set("X-Gateway-Loop", inbox + "; " + mail.ticket() + "; 1");
        automatic(headers, mail.kind());
        return headers;
    }

    private void thread(MultiMap headers, OutboundMail mail) {
        headers.set("Message-ID", '<' + marks.messageId(mail.ticket(), mail.id()) + '>');
        Optional<String> answered = mail.inReplyTo().flatMap(MailComposer::messageId);
        answered.ifPresent(id -> headers.set("In-Reply-To", id));
        Set<String> references = new LinkedHashSet<>();
        mail.references().forEach(id -> messageId(id).ifPresent(references::add));
        answered.ifPresent(id -> {
            references.remove(id);
            references.add(id);
        });
        if (!references.isEmpty()) {
            List<String> last = List.copyOf(references);
            headers.set(
                    "References",
                    String.join("\r\n ", last.subList(Math.max(0, last.size() - MOST_REFERENCES), last.size())));
        }
    }

    private static void automatic(MultiMap headers, MailKind kind) {
        if (kind.automatic()) {
            headers.set("Auto-Submitted", kind.autoSubmitted());
            headers.set("X-Auto-Response-Suppress", "All");
        }
        if (kind == MailKind.AUTO_REPLY) {
            headers.set("Precedence", "auto_reply");
        }
    }

    private String subject(OutboundMail mail) {
        String subject = mail.kind() == MailKind.NOTICE ? mail.subject() : SubjectLine.reply(mail.subject());
        String mark = config.subjectMark() ? marks.subjectMark(mail.ticket()) : "";
        return subject.contains(mark) ? subject : subject + ' ' + mark;
    }

    private static String named(String field, List<Recipient> recipients) {
        List<String> all = new ArrayList<>();
        for (Recipient recipient : recipients) {
            all.add(HeaderText.address(field, recipient.name(), parsed(recipient)));
        }
        return String.join(",\r\n ", all);
    }

    private static EmailAddress parsed(Recipient recipient) {
        try {
            return EmailAddress.parse(recipient.address().strip());
        } catch (IllegalArgumentException e) {
            throw new UnsendableException("recipient: " + e.getMessage());
        }
    }

    /** With angle brackets; empty if it would not survive a header. */
    private static Optional<String> messageId(String text) {
        String id = text.strip();
        String bare = id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
        return MESSAGE_ID.matcher(bare).matches() ? Optional.of('<' + bare + '>') : Optional.empty();
    }
}
