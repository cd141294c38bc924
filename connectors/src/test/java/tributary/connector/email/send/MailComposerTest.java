package tributary.connector.email.send;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.TextBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands on the wire, as mime4j and Angus Mail read it. */
class MailComposerTest {
    private static final String REPLY =
            Mails.MARKS.replyAddress(48213).orElseThrow().toString();

    @Test
    void writesTheHeadersThatThread() throws Exception {
        SentMail sent = SentMail.of(Mails.draft()
                .from("Example Support")
                .answers("<q2@qq.com>", "q0@qq.com", "<q1@qq.com>", "<q2@qq.com>", "not one id")
                .mail());

        MimeMessage mail = sent.angus();
        assertThat(mail.getFrom()).containsExactly(new InternetAddress("support@example.com", "Example Support"));
        assertThat(mail.getReplyTo()).extracting("address").containsExactly(REPLY);
        assertThat(mail.getRecipients(RecipientType.TO)).extracting("address").containsExactly("li@example.cn");
        assertThat(mail.getMessageID()).isEqualTo('<' + Mails.MARKS.messageId(48213, Mails.ID) + '>');
        assertThat(mail.getHeader("In-Reply-To")).containsExactly("<q2@qq.com>");
        assertThat(mail.getHeader("References", null).replaceAll("\\s+", " "))
                .isEqualTo("<q0@qq.com> <q1@qq.com> <q2@qq.com>");
        assertThat(mail.getSubject()).isEqualTo("Re: Order 48");
        assertThat(mail.getSentDate()).isEqualTo(Date.from(java.time.Instant.parse("2026-01-02T03:04:05Z")));
        assertThat(mail.getHeader("MIME-Version")).containsExactly("1.0");
        assertThat(mail.getHeader("X-Gateway-Loop")).containsExactly("support; 48213; 1");
        assertThat(mail.getHeader("Auto-Submitted")).isNull();
        assertThat(sent.mime4j().getMessageId()).isEqualTo(mail.getMessageID());
        assertThat(sent.head()).contains("Date: Fri, 2 Jan 2026 03:04:05 +0000\r\n");
    }

    @Test
    void namesEachHeaderOnceAndKeepsLinesShort() throws Exception {
        SentMail sent = SentMail.of(Mails.draft()
                .from("客户支持中心".repeat(8))
                .subject("关于订单发货问题的咨询".repeat(20))
                .answers(
                        "<a@b>",
                        IntStream.range(0, 40)
                                .mapToObj(i -> "<" + "i".repeat(60) + i + "@qq.com>")
                                .toArray(String[]::new))
                .mail());

        List<String> names = sent.head()
                .lines()
                .filter(l -> !l.startsWith(" "))
                .map(l -> l.split(":", -1)[0])
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(sent.head().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(sent.head().lines().filter(line -> line.contains("=?")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78));
        assertThat(sent.raw().chars()).allMatch(c -> c < 127);
        assertThat(sent.angus().getHeader("References", null).split("\\s+", -1))
                .hasSize(20)
                .endsWith("<a@b>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "关于订单发货问题的咨询，请尽快回复我，谢谢您的支持与理解，祝您生活愉快",
                "朱镕基 € 㐀",
                "😀 thanks 👨‍👩‍👧‍👦 for 𠮷野家",
                "Grüße aus Köln",
                "=?UTF-8?B?bm90IGVuY29kZWQ=?=",
                "plain, but long: the quick brown fox jumps over the lazy dog and over the lazy dog again",
            })
    void showsSubjectsAndNamesOfAllScripts(String words) throws Exception {
        SentMail sent = SentMail.of(Mails.draft()
                .from(words)
                .to(new Recipient(words, "li@example.cn"), new Recipient("李雷, \"雷雷\" <x@y>", "han@example.cn"))
                .subject(words)
                .mail());

        assertThat(sent.angus().getSubject()).isEqualTo("Re: " + words);
        assertThat(((InternetAddress) sent.angus().getFrom()[0]).getPersonal()).isEqualTo(words);
        InternetAddress[] to = (InternetAddress[]) sent.angus().getRecipients(RecipientType.TO);
        assertThat(to).extracting(InternetAddress::getPersonal).containsExactly(words, "李雷, \"雷雷\" <x@y>");
        assertThat(to).extracting(InternetAddress::getAddress).containsExactly("li@example.cn", "han@example.cn");
        Message mime4j = sent.mime4j();
        assertThat(mime4j.getSubject()).isEqualTo("Re: " + words);
        assertThat(mime4j.getFrom().get(0).getName()).isEqualTo(words);
        assertThat(mime4j.getTo().flatten()).extracting("name").containsExactly(words, "李雷, \"雷雷\" <x@y>");
    }

    @Test
    void letsNothingBreakOutOfAHeader() throws Exception {
        String evil = "a\r\nBcc: x@evil.example\r\n\r\nbody\n\u2028X: y\u0000\u0085Z: z";
        SentMail sent = SentMail.of(Mails.draft()
                .from(evil)
                .to(new Recipient(evil, "li@example.cn"))
                .subject(evil)
                .answers("<a@b>\r\nX-Evil: 1", "<c@d\r\nX-Evil: 1>", "<e@f>")
                .files(new MailFile(
                        "a\r\nX-Evil: 1\".txt",
                        "text/plain\r\nX-Evil: 1",
                        1,
                        Optional.of("a\r\nX-Evil: 1"),
                        () -> io.vertx.core.Future.succeededFuture(io.vertx.core.buffer.Buffer.buffer("x"))))
                .mail());

        assertThat(sent.raw().lines()).noneMatch(line -> line.matches("(?i)\\s*(bcc|x|x-evil|z):.*"));
        assertThat(sent.angus().getHeader("References")).containsExactly("<e@f>");
        assertThat(sent.angus().getHeader("In-Reply-To")).isNull();
        assertThat(sent.angus().getSubject()).isEqualTo("Re: a Bcc: x@evil.example body X: y Z: z");
    }

    @Test
    void makesHtmlOfAText() throws Exception {
        SentMail sent = SentMail.of(Mails.draft()
                .text("你好 <b>\r\n\r\n  two & more https://example.com/a?b=1&c=2。 end  \n")
                .mail());

        Multipart both = (Multipart) sent.angus().getContent();
        assertThat(both.getContentType()).startsWith("multipart/alternative");
        assertThat(both.getBodyPart(0).getContent().toString().replace("\r\n", "\n"))
                .isEqualTo("你好 <b>\n\n  two & more https://example.com/a?b=1&c=2。 end");
        assertThat(both.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(both.getBodyPart(1).getContent().toString().replace("\r\n", "\n"))
                .contains(
                        "<div>你好 &lt;b&gt;<br>\n<br>\n&nbsp; two &amp; more "
                                + "<a href=\"https://example.com/a?b=1&amp;c=2\">https://example.com/a?b=1&amp;c=2</a>。 end</div>");
    }

    @Test
    void makesTextOfHtml() throws Exception {
        SentMail sent = SentMail.of(Mails.draft()
                .text("")
                .html("<p>你好，<b>李雷</b></p><ul><li>one</li><li>two</li></ul>"
                        + "<p>see <a href='https://example.com/x'>here</a><br>bye</p><script>no</script>")
                .mail());

        Multipart both = (Multipart) sent.angus().getContent();
        assertThat(both.getBodyPart(0)
                        .getContent()
                        .toString()
                        .replace("\r\n", "\n")
                        .strip())
                .isEqualTo("你好，李雷\n\n- one\n- two\n\nsee here (https://example.com/x)\nbye");
    }

    @Test
    void showsImagesInTheHtmlAndAttachesTheRest() throws Exception {
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, 3};
        SentMail sent = SentMail.of(Mails.draft()
                .html("<p>look <img src=\"cid:pic1@tributary\"></p>")
                .files(
                        Mails.image("图片.png", "pic1@tributary", picture),
                        Mails.image("other.png", "unused", picture),
                        Mails.file("发票 2026.pdf", "application/pdf", new byte[] {1, 2, 3}))
                .mail());

        Multipart mixed = (Multipart) sent.angus().getContent();
        assertThat(mixed.getContentType()).startsWith("multipart/mixed");
        assertThat(mixed.getCount()).isEqualTo(3);
        Multipart related = (Multipart)
                ((Multipart) mixed.getBodyPart(0).getContent()).getBodyPart(1).getContent();
        assertThat(related.getContentType()).startsWith("multipart/related");
        BodyPart image = related.getBodyPart(1);
        assertThat(image.getHeader("Content-ID")).containsExactly("<pic1@tributary>");
        assertThat(image.getDisposition()).isEqualTo("inline");
        assertThat(image.getInputStream().readAllBytes()).isEqualTo(picture);
        assertThat(mixed.getBodyPart(1).getFileName()).isEqualTo("other.png");
        assertThat(mixed.getBodyPart(2).getContentType()).startsWith("application/pdf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "发票 2026.pdf",
                "관세 영수증.pdf",
                "invoice.pdf",
                "a  b.pdf",
                "it's 100% (final) [1]; v=2.pdf",
                "😀.pdf"
            })
    void namesFilesForOldAndNewReaders(String name) throws Exception {
        SentMail sent = SentMail.of(Mails.draft()
                .files(Mails.file(name, "application/pdf", new byte[] {1}))
                .mail());
        String clean = name.replace("  ", " ");

        BodyPart angus = ((Multipart) sent.angus().getContent()).getBodyPart(1);
        assertThat(angus.getFileName()).isEqualTo(clean);
        String type = new jakarta.mail.internet.ContentType(angus.getContentType()).getParameter("name");
        assertThat(jakarta.mail.internet.MimeUtility.decodeText(type)).isEqualTo(clean);
        Entity mime4j = ((org.apache.james.mime4j.dom.Multipart) sent.mime4j().getBody())
                .getBodyParts()
                .get(1);
        assertThat(mime4j.getFilename()).isEqualTo(clean);
    }

    @Test
    void cutsAFileNameDownToWhatIsSafe() {
        assertThat(FilePart.name("..")).isEqualTo("attachment");
        assertThat(FilePart.name(" \r\n ")).isEqualTo("attachment");
        assertThat(FilePart.name("../../etc/passwd")).isEqualTo(".._.._etc_passwd");
        assertThat(FilePart.name("C:\\a\"b.txt")).isEqualTo("C__a_b.txt");
        assertThat(FilePart.name("a\u202Efdp.exe")).isEqualTo("a fdp.exe");
        assertThat(FilePart.name("长".repeat(100) + ".tar.gz"))
                .endsWith(".gz")
                .satisfies(name ->
                        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(200));
    }

    @Test
    void marksWhatAMachineWrote() throws Exception {
        MimeMessage reply =
                SentMail.of(Mails.draft().kind(MailKind.AUTO_REPLY).mail()).angus();
        MimeMessage notice =
                SentMail.of(Mails.draft().kind(MailKind.NOTICE).mail()).angus();

        assertThat(reply.getHeader("Auto-Submitted")).containsExactly("auto-replied");
        assertThat(reply.getHeader("X-Auto-Response-Suppress")).containsExactly("All");
        assertThat(reply.getHeader("Precedence")).containsExactly("auto_reply");
        assertThat(notice.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(notice.getSubject()).isEqualTo("Order 48");
    }

    @Test
    void writesPlainAddressesAndSubjectMarksWhereTheConfigurationSaysSo() throws Exception {
        SendConfig config = Mails.config(1, Optional.empty(), SendConfig.Addresses.PLAIN, true, 1);
        String mark = Mails.MARKS.subjectMark(48213);

        MimeMessage first =
                SentMail.of(Mails.draft().subject("订单").mail(), config).angus();
        MimeMessage second = SentMail.of(Mails.draft().subject("回复：订单 " + mark).mail(), config)
                .angus();

        assertThat(first.getHeader("Reply-To")).isNull();
        assertThat(first.getSubject()).isEqualTo("Re: 订单 " + mark);
        assertThat(second.getSubject()).isEqualTo("Re: 订单 " + mark);
    }

    @Test
    void hidesHiddenRecipients() throws Exception {
        SentMail sent = SentMail.of(
                Mails.draft().to(new String[0]).bcc("boss@example.com").mail());

        assertThat(sent.raw()).contains("To: undisclosed-recipients:;\r\n").doesNotContain("boss");
    }

    @Test
    void streamsLargeFilesUnchanged() throws Exception {
        byte[] large = new byte[3_000_001];
        new java.util.Random(7).nextBytes(large);
        SentMail sent = SentMail.of(Mails.draft()
                .files(
                        Mails.file("large.bin", "application/octet-stream", large),
                        Mails.file("empty", "text/plain", new byte[0]))
                .mail());

        Multipart mixed = (Multipart) sent.angus().getContent();
        assertThat(mixed.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(large);
        assertThat(mixed.getBodyPart(2).getSize()).isLessThanOrEqualTo(2);
        List<Integer> long_ = new ArrayList<>();
        sent.raw().lines().filter(line -> line.length() > 998).forEach(line -> long_.add(line.length()));
        assertThat(long_).isEmpty();
    }

    @Test
    void keepsLongLinesAndOddCharactersOfAText() throws Exception {
        String text = "x".repeat(5000) + "\n" + "长".repeat(3000) + "\n\t-- \n.\nFrom here 😀 = =20";
        SentMail sent = SentMail.of(Mails.draft().text(text).mail());

        assertThat(((Multipart) sent.angus().getContent())
                        .getBodyPart(0)
                        .getContent()
                        .toString()
                        .replace("\r\n", "\n"))
                .isEqualTo(text);
        Entity part = ((org.apache.james.mime4j.dom.Multipart) sent.mime4j().getBody())
                .getBodyParts()
                .get(0);
        assertThat(new String(((TextBody) part.getBody()).getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .replace("\r\n", "\n"))
                .isEqualTo(text);
    }
}
