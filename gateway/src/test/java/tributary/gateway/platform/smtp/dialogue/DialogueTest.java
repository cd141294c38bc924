package tributary.gateway.platform.smtp.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tributary.connector.MailEnvelope;
import tributary.connector.MailSpool;
import tributary.connector.Mailbox;
import tributary.gateway.platform.smtp.dialogue.Answer.Then;
import tributary.gateway.platform.smtp.wire.CommandLine;
import tributary.gateway.platform.smtp.wire.Protocol;

/** The reply table. */
class DialogueTest {

    private final Mailboxes mailboxes = new Mailboxes();
    private Optional<Duration> wait = Optional.empty();
    private int most = 5;
    private Dialogue dialogue = dialogue(Protocol.SMTP, true);

    DialogueTest() {
        mailboxes.open(new Box("example.com"));
        mailboxes.open(new Box("example.org"));
    }

    @Test
    void offersWhatItCan() {
        assertThat(say("EHLO client.example").split("\r\n", -1))
                .containsExactly(
                        "250-mail.example.com greets client.example",
                        "250-SIZE 1000",
                        "250-8BITMIME",
                        "250-SMTPUTF8",
                        "250-PIPELINING",
                        "250-ENHANCEDSTATUSCODES",
                        "250-STARTTLS",
                        "250 HELP",
                        "");
    }

    @Test
    void offersNoTlsWithoutCertificateAndNotTwice() {
        dialogue.tlsStarted();
        assertThat(say("EHLO a")).doesNotContain("STARTTLS");
        assertThat(say("STARTTLS")).startsWith("503 5.5.1");
        dialogue = dialogue(Protocol.SMTP, false);
        assertThat(say("EHLO a")).doesNotContain("STARTTLS");
        assertThat(say("STARTTLS")).startsWith("502 5.5.1");
    }

    @Test
    void forgetsEverythingWhenTlsBegins() {
        say("EHLO a", "MAIL FROM:<a@b.example>", "RCPT TO:<support@example.com>");

        Answer answer = dialogue.on(new CommandLine.Text("STARTTLS"));
        dialogue.tlsStarted();

        assertThat(answer.then()).isEqualTo(Then.START_TLS);
        assertThat(say("RCPT TO:<support@example.com>")).startsWith("503 5.5.1");
        assertThat(say("MAIL FROM:<a@b.example>")).startsWith("503 5.5.1");
        say("EHLO a", "MAIL FROM:<a@b.example>");
        assertThat(dialogue.phase())
                .isInstanceOfSatisfying(
                        Phase.Addressing.class,
                        mail -> assertThat(mail.hello().protocol()).isEqualTo("ESMTPS"));
    }

    @Test
    void answersHelo() {
        assertThat(say("HELO a")).isEqualTo("250 mail.example.com\r\n");
        assertThat(say("EHLO")).startsWith("501 5.5.4");
        assertThat(say("LHLO a")).startsWith("500 5.5.1");
    }

    @Test
    void lmtpKnowsLhloOnly() {
        dialogue = dialogue(Protocol.LMTP, false);

        assertThat(say("EHLO a")).startsWith("500 5.5.1");
        assertThat(say("HELO a")).startsWith("500 5.5.1");
        assertThat(say("LHLO a")).contains("250-PIPELINING\r\n", "250-ENHANCEDSTATUSCODES\r\n");
    }

    @Test
    void insistsOnTheOrder() {
        assertThat(say("MAIL FROM:<a@b.example>")).startsWith("503 5.5.1");
        assertThat(say("EHLO a", "RCPT TO:<support@example.com>")).startsWith("503 5.5.1");
        assertThat(say("DATA")).startsWith("503 5.5.1");
        assertThat(say("MAIL FROM:<a@b.example>")).isEqualTo("250 2.1.0 sender ok\r\n");
        assertThat(say("MAIL FROM:<a@b.example>")).startsWith("503 5.5.1");
        assertThat(say("DATA")).startsWith("503 5.5.1");
        assertThat(say("RCPT TO:<support@example.com>")).isEqualTo("250 2.1.5 recipient ok\r\n");
        assertThat(say("DATA")).startsWith("354 ");
    }

    @Test
    void takesTheNullSender() {
        assertThat(say("EHLO a", "MAIL FROM:<>")).startsWith("250 2.1.0");
    }

    @Test
    void readsParameters() {
        say("EHLO a");

        assertThat(say("MAIL FROM:<a@b.example> SIZE=1000 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=x", "RSET"))
                .startsWith("250 2.0.0");
        assertThat(say("MAIL FROM:<a@b.example> SIZE=1001")).startsWith("552 5.3.4");
        assertThat(say("MAIL FROM:<a@b.example> SIZE=99999999999999999999")).startsWith("552 5.3.4");
        assertThat(say("MAIL FROM:<a@b.example> SIZE=x")).startsWith("501 5.5.4");
        assertThat(say("MAIL FROM:<a@b.example> BODY=BINARYMIME")).startsWith("501 5.5.4");
        assertThat(say("MAIL FROM:<a@b.example> FOO=1")).startsWith("555 5.5.4");
        assertThat(say("MAIL FROM:a@b.example")).startsWith("501 5.1.7");
        assertThat(say("MAIL FROM:<a>")).startsWith("501 5.1.7");
    }

    @Test
    void otherThanAsciiNeedsSmtpUtf8() {
        say("EHLO a");

        assertThat(say("MAIL FROM:<客@b.example>")).startsWith("553 5.6.7");
        assertThat(say("MAIL FROM:<a@b.example>", "RCPT TO:<客@example.com>")).startsWith("553 5.6.7");
        assertThat(say("RSET", "MAIL FROM:<客@b.example> SMTPUTF8")).startsWith("250 2.1.0");
        assertThat(say("RCPT TO:<客@example.com>")).startsWith("550 5.1.1");
    }

    @Test
    void tellsAnUnknownRecipientFromAForeignDomain() {
        say("EHLO a", "MAIL FROM:<a@b.example>");

        assertThat(say("RCPT TO:<SUPPORT@Example.COM>")).startsWith("250 2.1.5");
        assertThat(say("RCPT TO:<nobody@Example.com>")).startsWith("550 5.1.1");
        assertThat(say("RCPT TO:<support@elsewhere.example>")).startsWith("550 5.7.1");
        say("RSET", "MAIL FROM:<a@b.example>");
        assertThat(say("RCPT TO:<support>")).startsWith("550 5.1.1");
        assertThat(say("RCPT TO:<>")).startsWith("501 5.1.3");
        say("RSET", "MAIL FROM:<a@b.example>");
        assertThat(say("RCPT TO:<support@example.com> FOO=1")).startsWith("555 5.5.4");
        assertThat(say("RCPT TO:<support@example.com> NOTIFY=NEVER ORCPT=rfc822;a@b"))
                .startsWith("250 2.1.5");
    }

    @Test
    void everyDomainHasAPostmaster() {
        say("EHLO a", "MAIL FROM:<>", "RCPT TO:<PostMaster>", "RCPT TO:<postmaster@example.org>");

        assertThat(say("RCPT TO:<postmaster@elsewhere.example>")).startsWith("550 5.7.1");
        assertThat(dialogue.phase())
                .isInstanceOfSatisfying(
                        Phase.Addressing.class,
                        mail -> assertThat(mail.recipients())
                                .extracting(
                                        to -> to.address() + " " + to.mailbox().inbox())
                                .containsExactly("PostMaster example.com", "postmaster@example.org example.org"));
    }

    @Test
    void ourOwnFaultIsNeverAnUnknownRecipient() {
        say("EHLO a", "MAIL FROM:<a@b.example>");

        assertThat(say("RCPT TO:<fault@example.com>")).startsWith("451 4.3.0");
    }

    @Test
    void boundsRecipients() {
        say("EHLO a", "MAIL FROM:<a@b.example>");
        say("RCPT TO:<support@example.com>", "RCPT TO:<nobody@example.com>", "RCPT TO:<support@example.com>");

        assertThat(say("RCPT TO:<support@example.com>")).startsWith("452 4.5.3");
        assertThat(say("DATA")).startsWith("354 ");
    }

    @Test
    void saysWhenNoRecipientWasGood() {
        assertThat(say("EHLO a", "MAIL FROM:<a@b.example>", "RCPT TO:<x@example.com>", "DATA"))
                .startsWith("554 5.5.1");
        dialogue = dialogue(Protocol.LMTP, false);
        assertThat(say("LHLO a", "MAIL FROM:<a@b.example>", "RCPT TO:<x@example.com>", "DATA"))
                .startsWith("503 5.5.1");
    }

    @Test
    void helloAndResetDropTheMail() {
        say("EHLO a", "MAIL FROM:<a@b.example>", "RCPT TO:<support@example.com>");
        assertThat(say("RSET", "RCPT TO:<support@example.com>")).startsWith("503 5.5.1");
        say("MAIL FROM:<a@b.example>");
        assertThat(say("EHLO a", "RCPT TO:<support@example.com>")).startsWith("503 5.5.1");
    }

    @Test
    void answersTheSmallCommands() {
        assertThat(say("NOOP x")).startsWith("250 2.0.0");
        assertThat(say("RSET")).startsWith("250 2.0.0");
        assertThat(say("VRFY a")).startsWith("252 2.5.2");
        assertThat(say("EXPN a")).startsWith("502 5.5.1");
        assertThat(say("HELP")).startsWith("214 2.0.0");
        assertThat(say("data x")).startsWith("501 5.5.4");
        assertThat(dialogue.on(new CommandLine.Text("quit")).then()).isEqualTo(Then.CLOSE);
    }

    @Test
    void tenBadCommandsAreEnough() {
        for (int i = 0; i < 9; i++) {
            assertThat(say("GET / HTTP/1.1")).startsWith("500 5.5.2");
        }

        Answer tenth = dialogue.on(new CommandLine.Unreadable("line too long"));

        assertThat(tenth.reply().code()).isEqualTo(421);
        assertThat(tenth.then()).isEqualTo(Then.CLOSE);
    }

    @Test
    void boundsTheMailsOfAConnectionAndOfAPeer() {
        most = 2;
        dialogue = dialogue(Protocol.SMTP, true);
        say("EHLO a", "MAIL FROM:<>", "RSET");
        wait = Optional.of(Duration.ofMillis(1500));
        assertThat(say("MAIL FROM:<>")).isEqualTo("452 4.7.0 too many mails, try again in 2 seconds\r\n");
        wait = Optional.empty();
        say("MAIL FROM:<>", "RSET");

        Answer third = dialogue.on(new CommandLine.Text("MAIL FROM:<>"));

        assertThat(third.reply().code()).isEqualTo(421);
        assertThat(third.then()).isEqualTo(Then.CLOSE);
    }

    private String say(String... lines) {
        String last = "";
        for (String line : lines) {
            last = dialogue.on(new CommandLine.Text(line)).reply().toBuffer().toString();
        }
        return last;
    }

    private Dialogue dialogue(Protocol protocol, boolean startTls) {
        return new Dialogue(new Terms(protocol, "mail.example.com", startTls, 1000, 3, most, mailboxes, () -> wait));
    }

    private record Box(String inbox) implements Mailbox {
        @Override
        public boolean owns(String recipient) {
            if (recipient.startsWith("fault@")) {
                throw new IllegalStateException("a fault");
            }
            return recipient.toLowerCase(Locale.ROOT).equals("support@" + inbox);
        }

        @Override
        public boolean hosts(String domain) {
            return domain.equals(inbox);
        }

        @Override
        public Future<Void> deliver(MailEnvelope envelope, MailSpool mail) {
            return Future.succeededFuture();
        }
    }
}
