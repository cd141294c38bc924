package tributary.connector.email.automatic;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutomaticMailTest {
    private static final OwnMarks OWN =
            new OwnMarks(Set.of("acme"), Set.of("support@mail.example.com"), Set.of("ids.example.com"));

    /** Every fixture that no person wrote, but for those of sisimai: see {@link BounceReaderTest}. */
    private static final Map<String, String> AUTOMATIC = Map.ofEntries(
            entry("anymail/sample_email.txt", "bulk"),
            entry("chatwoot/bounced_gmail.eml", "bounce"),
            entry("chatwoot/bounced_with_no_from.eml", "bounce"),
            entry("chatwoot/non_utf_encoded_mail.eml", "auto-reply"),
            entry("enmime/dsn/testdata/delayed_dsn.raw", "delay"),
            entry("enmime/dsn/testdata/simple_dsn.raw", "bounce"),
            entry("flanker/messages/apache-message-news-mime.eml", "bulk"),
            entry("flanker/messages/bounce/broken-mime.eml", "bounce"),
            entry("flanker/messages/bounce/delayed-broken.eml", "bounce"),
            entry("flanker/messages/bounce/delayed.eml", "bounce"),
            entry("flanker/messages/bounce/gmail-invalid-address.eml", "bounce"),
            entry("flanker/messages/bounce/no-mx.eml", "delay"),
            entry("flanker/messages/bounce/office365.eml", "bounce"),
            entry("flanker/messages/bounce/zed.eml", "bounce"),
            entry("flanker/messages/complaints/aol.eml", "complaint"),
            entry("flanker/messages/complaints/yahoo.eml", "complaint"),
            entry("flanker/messages/from-encoding.eml", "bulk"),
            entry("flanker/messages/message-external-body.eml", "bulk"),
            entry("mail-rb/error_emails/bad_date_header.eml", "bulk"),
            entry("mail-rb/error_emails/empty_in_reply_to.eml", "list"),
            entry("mail-rb/multipart_report_emails/multipart_report_multiple_status.eml", "bounce"),
            entry("mail-rb/multipart_report_emails/report_422.eml", "delay"),
            entry("mimekit/messages/delivery-status-multiple-blank-lines.txt", "bounce"),
            entry("mimekit/messages/delivery-status-no-blank-line.txt", "bounce"),
            entry("mimekit/messages/delivery-status.anonymized.eml", "read-receipt"),
            entry("mimekit/messages/delivery-status2.txt", "bounce"),
            entry("mimekit/messages/disposition-notification.anonymized.eml", "read-receipt"),
            entry("mimekit/messages/disposition-notification.txt", "read-receipt"),
            entry("php-imap/1366671050@github.com.eml", "list"),
            entry("php-mime-mail-parser/m0015", "bulk"),
            entry("python-email/msg_05.txt", "bounce"),
            entry("python-email/msg_16.txt", "bounce"),
            entry("python-email/msg_33.txt", "bulk"),
            entry("python-email/msg_43.txt", "bounce"),
            entry("synthetic/auto-ooo-exchange.eml", "auto-reply"),
            entry("synthetic/auto-ooo-rfc3834.eml", "auto-reply"),
            entry("synthetic/auto-own-loop.eml", "own-loop"),
            entry("synthetic/auto-qq-ooo-no-header.eml", "auto-reply-heuristic"));

    @Test
    void tellsPeopleFromMachinesInAllFixtures() throws IOException, URISyntaxException {
        Map<String, String> found = new TreeMap<>();
        for (String path : fixtures()) {
            MailHead mail = FixtureMail.read(path);
            AutomaticKind kind = AutomaticMail.classify(mail, FixtureMail.envelopeSender(mail), OWN)
                    .kind();
            if (kind != AutomaticKind.HUMAN) {
                found.put(path, kind.word());
            }
        }

        assertThat(found).containsExactlyInAnyOrderEntriesOf(AUTOMATIC);
    }

    private static List<String> fixtures() throws IOException, URISyntaxException {
        Path root = Path.of(AutomaticMailTest.class.getResource("/mail").toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> path.contains("/") && !path.matches("(LICENSES|sisimai|talon)/.*|.*\\.(json|smtp)"))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Gateway-Loop: acme; c1; 1 | own-loop | x-gateway-loop",
                "X-Gateway-Loop: somebody-else; c1; 1 | human | ''",
                "From: support+c1.1.aaaa@mail.example.com | own-loop | from our own address",
                "From: x@ids.example.com | own-loop | from our own address",
                "Auto-Submitted: auto-generated; owner=x | auto-reply | auto-submitted auto-generated",
                "Auto-Submitted: auto-replied (vacation) | auto-reply | auto-submitted auto-replied",
                "Auto-Submitted: No | human | ''",
                "X-Autoreply: yes | auto-reply | x-autoreply",
                "X-Autorespond: x | auto-reply | x-autorespond",
                "Precedence: auto_reply | auto-reply | precedence auto_reply",
                "Precedence: bulk | bulk | precedence bulk",
                "Precedence: list | list | precedence list",
                "List-Id: News <news.example.org> | list | list-id",
                "List-Id: Help <support.mail.example.com> | human | ''",
                "List-Post: <mailto:support@mail.example.com> | human | ''",
                "List-Unsubscribe: <mailto:x@example.org> | bulk | list-unsubscribe",
                "Subject: 自动回复：订单 | auto-reply-heuristic | subject",
                "Subject: 自动回复 | auto-reply-heuristic | subject",
                "Subject: Automatic reply: order | auto-reply-heuristic | subject",
                "Subject: Out of Office: order | auto-reply-heuristic | subject",
                "Subject: Re: Automatic reply: order | human | ''",
            })
    void decidesByClearSigns(String field, String kind, String sign) throws IOException {
        Classified classified = classify(field, "hello");

        assertThat(classified.kind().word()).isEqualTo(kind);
        assertThat(classified.sign()).isEqualTo(sign);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: notifications@example.org | from notifications",
                "From: no-reply@example.org | from no-reply",
                "From: postmaster@example.org | from postmaster",
                "X-Auto-Response-Suppress: All | answers unwanted",
                "Feedback-ID: 1:x:AmazonSES | feedback-id",
                "Subject: 自动回复怎么设置？ | subject",
                "Subject: Out of office hours? | subject",
                "Subject: Auto: repair of my car | subject",
            })
    void takesWeakSignsForHintsOnly(String field, String hint) throws IOException {
        Classified classified = classify(field, "hello");

        assertThat(classified.kind()).isEqualTo(AutomaticKind.HUMAN);
        assertThat(classified.hints()).containsExactly(hint);
        assertThat(classified.answerable()).isFalse();
    }

    @Test
    void readsWhatATextCallsItselfButNotWhatItQuotes() throws IOException {
        String text = "您好，这是一封自动回复邮件。";

        assertThat(classify("Subject: x", text).kind()).isEqualTo(AutomaticKind.AUTO_REPLY_HEURISTIC);
        assertThat(classify("Subject: Re: x", text).kind()).isEqualTo(AutomaticKind.HUMAN);
        assertThat(classify("Subject: x", "为什么？\n> " + text).kind()).isEqualTo(AutomaticKind.HUMAN);
    }

    @Test
    void takesAMailWithoutSenderForAutomatic() throws IOException {
        MailHead mail = FixtureMail.of("From: li@example.cn\nSubject: hello\n\nhello\n");

        assertThat(AutomaticMail.classify(mail, "", OWN).kind()).isEqualTo(AutomaticKind.AUTO_REPLY);
        assertThat(AutomaticMail.classify(mail, "li@example.cn", OWN))
                .isEqualTo(new Classified(AutomaticKind.HUMAN, "", List.of()));
    }

    @Test
    void takesNoPersonForAMailServer() throws IOException {
        MailHead mail = FixtureMail.of("""
                From: li@example.cn
                Subject: Delivery failed? Returned mail!

                My parcel could not be delivered to wang@example.cn, 550 no such user
                """);

        assertThat(AutomaticMail.classify(mail, "li@example.cn", OWN).kind()).isEqualTo(AutomaticKind.HUMAN);
    }

    private static Classified classify(String field, String text) throws IOException {
        String from = field.startsWith("From:") ? "" : "From: li@example.cn\n";
        String subject = field.startsWith("Subject:") ? "" : "Subject: order\n";
        MailHead mail =
                FixtureMail.of(from + subject + field + "\nContent-Type: text/plain; charset=utf-8\n\n" + text + "\n");
        return AutomaticMail.classify(mail, "li@example.cn", OWN);
    }
}
