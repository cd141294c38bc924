package tributary.connector.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tributary.connector.MailEnvelope;
import tributary.connector.email.address.EmailAddress;
import tributary.connector.email.address.InboxMarks;
import tributary.connector.email.address.MailKeys;
import tributary.connector.email.auth.dkim.DkimCheck;
import tributary.connector.email.automatic.OwnMarks;
import tributary.connector.email.mime.MailBounds;
import tributary.connector.email.mime.MailFixtures;
import tributary.connector.email.mime.MailReader;
import tributary.connector.email.reply.ReplySpans;
import tributary.connector.email.reply.ReplyText;
import tributary.conversation.ConversationEvent;
import tributary.conversation.EventJson;
import tributary.conversation.Trust;

/**
 * What strangers send, changed by a fuzzer that looks at what is reached. Here each target runs once over its seeds; CONTRIBUTING.md
 * says how to let it search.
 */
class MailFuzzTest {

    private static final EmailAddress ADDRESS = EmailAddress.parse("support@example.com");
    private static final InboxMarks MARKS =
            new InboxMarks(ADDRESS, "support", new MailKeys("1", Map.of("1", Buffer.buffer("a key"))));
    private static final LetterReader LETTERS = new LetterReader(
            "support",
            MARKS,
            new OwnMarks(Set.of("support"), Set.of("support@example.com"), Set.of()),
            Optional.of("we have it"));
    private static final MailReader READER =
            new MailReader(new MailBounds(1000, 50, 256 * 1024, 1000, 256 * 1024, Duration.ofSeconds(60)));
    private static final MailEnvelope ENVELOPE = new MailEnvelope(
            "1",
            "ESMTP",
            "mx.example",
            "192.0.2.1",
            false,
            "li@example.cn",
            List.of("support@example.com"),
            Instant.parse("2026-01-02T03:04:05Z"));

    static Stream<byte[]> mails() {
        return MailFixtures.all().stream()
                .filter(path -> path.hashCode() % 23 == 0)
                .map(MailFixtures::octets)
                .filter(octets -> octets.length < 20_000);
    }

    static Stream<byte[]> heads() {
        return mails().map(MailFuzzTest::head);
    }

    static Stream<byte[]> addresses() {
        return Stream.of(
                        "Li Lei <li@example.cn>, \"a, b\" <c@d.example>",
                        "undisclosed-recipients:;",
                        "=?utf-8?q?=E5=BC=A0?= (a (b)) <a@[192.0.2.1]>, x",
                        "<@a,@b:c@d.example>, \"\\\"\"@e.example, 张三@例子.广告")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<String> texts() {
        return Stream.of(
                "Yes.\n\nOn Mon, Jan 5, 2026 at 10:20 AM A <a@b.example> wrote:\n> No?\n\n-- \nLi",
                "好的\n\n在 2026年1月5日，下午8:45，张三 <a@b.example> 写道：\n> 你好",
                "是\n\n发件人： 张三\n发送时间： 2026-01-02 10:20\n收件人： 李四\n主题： 订单\n\n旧",
                "ok\n-----Original Message-----\nFrom: A\nSent: Monday\nTo: B\nSubject: C\n\nold",
                "Sent from my iPhone\n> quoted\nbetween\n> again");
    }

    /** The whole way from bytes to the event: nothing thrown, nothing given up, the same again the second time. */
    @MethodSource("mails")
    @FuzzTest
    void mails(byte[] mail) throws IOException {
        ConversationEvent event = event(mail);

        assertThat(event(mail)).isEqualTo(event);
        assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
        assertThat(EventJson.write(event)).doesNotContain("\\u0000", "\"unparsable\"", "\"timeout\"");
    }

    /** Header fields, also as those see them who check signatures. */
    @MethodSource("heads")
    @FuzzTest
    void headers(byte[] head) throws IOException {
        ConversationEvent event = event(head);
        DkimCheck signatures = DkimCheck.read(new ByteArrayInputStream(head));

        assertThat(event.externalId()).isNotBlank().hasSizeLessThanOrEqualTo(500);
        assertThat(signatures.keyNames()).hasSizeLessThanOrEqualTo(DkimCheck.MOST_SIGNATURES);
        assertThat(signatures.verdicts(name -> Optional.empty(), ENVELOPE.receivedAt()))
                .hasSizeLessThanOrEqualTo(DkimCheck.MOST_SIGNATURES);
    }

    /** Addresses in a header, in an envelope and in a configuration. */
    @MethodSource("addresses")
    @FuzzTest
    void addresses(byte[] text) throws IOException {
        byte[] head = concat("From: ".getBytes(StandardCharsets.US_ASCII), text);
        String address = new String(text, StandardCharsets.UTF_8);

        assertThat(event(head).party().identity().value())
                .contains("@")
                .doesNotContain(" ", "<", ">", "\0", "\n", "\r");
        MARKS.owns(address);
        MARKS.reply(address);
        MARKS.bounce(address);
    }

    /** Quote and signature stripping: the spans are the text, whatever it is. */
    @MethodSource("texts")
    @FuzzTest
    void replies(@NotNull String text) {
        ReplySpans spans = ReplyText.spans(text, Optional.of(text), text);

        int end = 0;
        for (ReplySpans.Span span : spans.spans()) {
            assertThat(span.from()).isEqualTo(end);
            assertThat(span.to()).isGreaterThan(span.from());
            end = span.to();
        }
        assertThat(end).isEqualTo(text.length());
        assertThat(text).contains(spans.reply().strip().split("\n", -1)[0].strip());
    }

    private static ConversationEvent event(byte[] mail) throws IOException {
        ReadMail read = new ReadMail(
                READER.read(new ByteArrayInputStream(mail), (path, name, type) -> OutputStream.nullOutputStream()),
                MailContent.hash(new ByteArrayInputStream(mail)));
        return LETTERS.event(new MailRecord(ENVELOPE, Trust.UNKNOWN, Optional.empty(), Buffer.buffer(mail)), read);
    }

    private static byte[] head(byte[] mail) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return text.substring(0, end < 0 ? text.length() : end + 4).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = new byte[one.length + other.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
