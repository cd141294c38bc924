package tributary.connector.email.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tributary.connector.email.reply.ReplySpans.Kind;
import tributary.connector.email.reply.ReplySpans.Span;

/** Mails whose words look like quotes and signatures and are none. */
class NoQuotesTest {

    static Stream<Arguments> mails() {
        String all = FixtureMail.lines("/tributary/connector/email/reply/no-quotes.txt", line -> true)
                .collect(Collectors.joining("\n"));
        return Arrays.stream(all.split("(?m)^=== ", -1)).skip(1).map(mail -> {
            int end = mail.indexOf('\n');
            return Arguments.of(mail.substring(0, end), mail.substring(end + 1));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void leavesEveryWord(String name, String mail) {
        assertThat(ReplyText.spans(mail).spans()).as(name).containsExactly(new Span(Kind.REPLY, 0, mail.length()));
    }
}
