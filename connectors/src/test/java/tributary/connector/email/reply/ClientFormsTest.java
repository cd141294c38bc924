package tributary.connector.email.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tributary.connector.email.reply.ReplySpans.Kind;

/** The forms of mail programs that no borrowed mail shows, written by hand. */
class ClientFormsTest {

    static Stream<Arguments> mails() {
        String all = FixtureMail.lines("/tributary/connector/email/reply/client-forms.txt", line -> true)
                .collect(Collectors.joining("\n"));
        return Arrays.stream(all.split("(?m)^=== ", -1)).skip(1).map(ClientFormsTest::mail);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void partsTheMail(String name, String mail, String reply, String signature) {
        ReplySpans spans = ReplyText.spans(mail);

        assertThat(spans.reply().strip()).as(name).isEqualTo(reply.strip());
        assertThat(spans.of(Kind.SIGNATURE).strip()).as(name).isEqualTo(signature.strip());
    }

    private static Arguments mail(String section) {
        int name = section.indexOf('\n');
        int reply = section.indexOf("@reply\n");
        int signature = section.indexOf("@signature\n");
        return Arguments.of(
                section.substring(0, name),
                section.substring(name + 1, reply),
                section.substring(reply + 7, signature < 0 ? section.length() : signature),
                signature < 0 ? "" : section.substring(signature + 11));
    }
}
