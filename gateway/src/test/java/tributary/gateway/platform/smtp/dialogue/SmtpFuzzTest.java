package tributary.gateway.platform.smtp.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tributary.connector.MailEnvelope;
import tributary.connector.MailSpool;
import tributary.connector.Mailbox;
import tributary.gateway.platform.smtp.dialogue.Answer.Then;
import tributary.gateway.platform.smtp.wire.CommandFrames;
import tributary.gateway.platform.smtp.wire.DataFrames;
import tributary.gateway.platform.smtp.wire.Protocol;

/**
 * A client's bytes, changed by a fuzzer that looks at what is reached. Here each target runs once over its seeds; CONTRIBUTING.md
 * says how to let it search.
 */
class SmtpFuzzTest {

    static Stream<byte[]> sessions() {
        return Stream.of(
                        "EHLO a|MAIL FROM:<a@b.example> SIZE=10 BODY=8BITMIME|RCPT TO:<support@example.com>|DATA|a||..b|.|QUIT|",
                        "LHLO a|MAIL FROM:<>|RCPT TO:<postmaster>|RSET|NOOP|VRFY x|STARTTLS|",
                        "HELO a|MAIL FROM:<@x,@y:\"q \\\" \"@b.example>|RCPT TO:<SUPPORT+c1@example.com>|DATA|a\n.\nb\r.\rc||.|",
                        "|\n\0EXPN|HELP|BDAT 5 LAST|AUTH PLAIN|")
                .map(text -> text.replace("|", "\r\n"))
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Whatever comes: each reply is well formed, and nothing is received without a recipient of ours. */
    @MethodSource("sessions")
    @FuzzTest
    void commands(byte[] session) {
        for (Protocol protocol : Protocol.values()) {
            talk(Buffer.buffer(session), dialogue(protocol));
        }
    }

    /** The text of a mail ends at the first CRLF.CRLF and nowhere else. */
    @MethodSource("sessions")
    @FuzzTest
    void text(byte[] bytes) {
        int end = ("\r\n" + new String(bytes, StandardCharsets.ISO_8859_1)).indexOf("\r\n.\r\n");
        DataFrames frames = new DataFrames();

        DataFrames.Taken taken = frames.take(Buffer.buffer(bytes), 0);

        assertThat(frames.ended()).isEqualTo(end >= 0);
        assertThat(taken.next()).isEqualTo(end >= 0 ? end + 3 : bytes.length);
    }

    private static void talk(Buffer input, Dialogue dialogue) {
        CommandFrames commands = new CommandFrames();
        int at = 0;
        while (at < input.length()) {
            CommandFrames.Taken taken = commands.take(input, at);
            at = taken.next();
            if (taken.line().isPresent()) {
                Answer answer = dialogue.on(taken.line().get());
                assertThat(answer.reply().toBuffer().toString(StandardCharsets.UTF_8))
                        .matches("(?s)([2-5][0-9][0-9]-[^\r\n]*\r\n)*[2-5][0-9][0-9] [^\r\n]*\r\n");
                if (answer.then() == Then.CLOSE) {
                    return;
                }
                if (answer.then() == Then.RECEIVE) {
                    assertThat(dialogue.phase()).isInstanceOf(Phase.Addressing.class);
                    assertThat(((Phase.Addressing) dialogue.phase()).recipients())
                            .isNotEmpty();
                    at = text(input, at);
                    dialogue.mailEnded();
                }
            }
        }
    }

    private static int text(Buffer input, int at) {
        return at < input.length() ? new DataFrames().take(input, at).next() : at;
    }

    private static Dialogue dialogue(Protocol protocol) {
        Mailboxes mailboxes = new Mailboxes();
        mailboxes.open(new Box());
        return new Dialogue(new Terms(protocol, "mail.example.com", true, 1000, 3, 5, mailboxes, Optional::empty));
    }

    private record Box() implements Mailbox {
        @Override
        public String inbox() {
            return "support";
        }

        @Override
        public boolean owns(String recipient) {
            return recipient.equalsIgnoreCase("support@example.com");
        }

        @Override
        public boolean hosts(String domain) {
            return domain.equals("example.com");
        }

        @Override
        public Future<Void> deliver(MailEnvelope envelope, MailSpool mail) {
            return Future.succeededFuture();
        }
    }
}
