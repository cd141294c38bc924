package tributary.connector.email.send;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tributary.config.DataSize;
import tributary.connector.email.address.EmailAddress;
import tributary.connector.email.address.InboxMarks;
import tributary.connector.email.address.MailKeys;

/** An inbox, and mails of it, for tests. */
final class Mails {
    static final UUID ID = UUID.fromString("0197f3a0-1111-7222-8333-abcdefabcdef");
    static final EmailAddress INBOX = EmailAddress.parse("support@example.com");
    static final InboxMarks MARKS = new InboxMarks(
            INBOX, "support", new MailKeys("1", Map.of("1", Buffer.buffer("a key of thirty-two octets, known"))));

    private Mails() {}

    static SendConfig config(int port) {
        return config(port, Optional.empty(), SendConfig.Addresses.MARKED, false, 2);
    }

    static SendConfig config(
            int port, Optional<SendConfig.Dkim> dkim, SendConfig.Addresses addresses, boolean mark, int connections) {
        return new SendConfig(
                "127.0.0.1",
                port,
                Optional.empty(),
                Optional.empty(),
                SendConfig.Tls.OFF,
                Optional.empty(),
                Optional.of("mail.example.com"),
                dkim,
                connections,
                Duration.ofSeconds(5),
                Duration.ofMillis(700),
                DataSize.ofMebibytes(25),
                addresses,
                mark);
    }

    static OutboundMail to(String... addresses) {
        return new Draft().to(addresses).mail();
    }

    static Draft draft() {
        return new Draft();
    }

    static MailFile file(String name, String type, byte[] bytes) {
        return new MailFile(
                name, type, bytes.length, Optional.empty(), () -> Future.succeededFuture(Buffer.buffer(bytes)));
    }

    static MailFile image(String name, String contentId, byte[] bytes) {
        return new MailFile(
                name,
                "image/png",
                bytes.length,
                Optional.of(contentId),
                () -> Future.succeededFuture(Buffer.buffer(bytes)));
    }

    static final class Draft {
        private List<Recipient> to = List.of(new Recipient("", "li@example.cn"));
        private List<Recipient> cc = List.of();
        private List<Recipient> bcc = List.of();
        private String from = "";
        private String subject = "Order 48";
        private String text = "Hello";
        private Optional<String> html = Optional.empty();
        private List<MailFile> files = List.of();
        private Optional<String> inReplyTo = Optional.empty();
        private List<String> references = List.of();
        private MailKind kind = MailKind.REPLY;
        private UUID id = ID;

        Draft to(String... addresses) {
            to = recipients(addresses);
            return this;
        }

        Draft to(Recipient... recipients) {
            to = List.of(recipients);
            return this;
        }

        Draft cc(String... addresses) {
            cc = recipients(addresses);
            return this;
        }

        Draft bcc(String... addresses) {
            bcc = recipients(addresses);
            return this;
        }

        Draft from(String name) {
            from = name;
            return this;
        }

        Draft subject(String words) {
            subject = words;
            return this;
        }

        Draft text(String words) {
            text = words;
            return this;
        }

        Draft html(String page) {
            html = Optional.of(page);
            return this;
        }

        Draft files(MailFile... all) {
            files = List.of(all);
            return this;
        }

        Draft answers(String messageId, String... before) {
            inReplyTo = Optional.of(messageId);
            references = List.of(before);
            return this;
        }

        Draft kind(MailKind what) {
            kind = what;
            return this;
        }

        Draft id(UUID message) {
            id = message;
            return this;
        }

        OutboundMail mail() {
            return new OutboundMail(
                    id,
                    48213,
                    Instant.parse("2026-01-02T03:04:05Z"),
                    from,
                    to,
                    cc,
                    bcc,
                    subject,
                    text,
                    html,
                    files,
                    inReplyTo,
                    references,
                    kind);
        }

        private static List<Recipient> recipients(String... addresses) {
            return java.util.Arrays.stream(addresses)
                    .map(address -> new Recipient("", address))
                    .toList();
        }
    }
}
