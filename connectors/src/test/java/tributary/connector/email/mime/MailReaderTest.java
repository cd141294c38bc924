package tributary.connector.email.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.connector.email.mime.MailFixtures.Read;

class MailReaderTest {
    private static final Charset GBK = Charset.forName("GBK");

    private static String octets(String text, Charset charset) {
        return new String(text.getBytes(charset), ISO_8859_1);
    }

    private static String base64(byte[] octets) {
        return Base64.getMimeEncoder().encodeToString(octets);
    }

    private static String mixed(String... parts) {
        return "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + String.join("\n--b\n", parts) + "\n--b--\n";
    }

    // --- charsets

    @ParameterizedTest
    @CsvSource({
        "gb2312, d6ece946bbf9a2e38139ee39, 朱镕基€㐀",
        "gbk, d6ece946bbf9a2e38139ee39, 朱镕基€㐀",
        "x-gbk, d6ece946bbf9a2e38139ee39, 朱镕基€㐀",
        "cp936, d6ece946bbf9a2e38139ee39, 朱镕基€㐀",
        "gb_2312-80, d6ece946bbf9a2e38139ee39, 朱镕基€㐀",
        "gb18030, d6ece946bbf9a2e38139ee39, 朱镕基€㐀",
        "gb2312, e5ae9ee99985e698af, 实际是",
        "gb2312, c1aacda8, 联通",
        "big5, a455a4e5, 下文",
        "big5, b35ca55cbb5c, 許功蓋",
        "utf8, e4b8ad, 中",
        "utf-8mb4, e4b8ad, 中",
        "'\"utf-8\"', e4b8ad, 中",
        "utf-8*en, e4b8ad, 中",
        "ks_c_5601-1987, 8141, 갂",
        "euc-kr, b0a1, 가",
        "shift_jis, 8740, ①",
        "iso-2022-jp, 1b24422422242424261b2842, あいう",
        "iso-2022-jp, 1b24422d211b2842, ①",
        "iso-8859-1, 80, €",
        "us-ascii, 93e994, “é”",
        "windows-1251, cff0e8e2e5f2, Привет",
        "koi8-r, f0d2c9d7c5d4, Привет",
        "utf-7, 2b5467732d, 下",
        "unicode-1-1-utf-7, 41202b5467732d206225202b2d, A 下 b% +",
        "hz-gb-2312, 7e7b3c3a4b797e7d7e7e, 己所~",
        "utf-16, feff4e2d, 中",
        "utf-16le, 2d4e, 中",
        "no-such, e4b8ad, 中",
        "'', e4b8ad, 中",
        "'', efbbbfe4b8ad, 中",
        "'', e9, é",
    })
    void decodesTheCharsetsSendersNameAndMisname(String charset, String hex, String text) {
        byte[] head = ("Content-Type: text/plain; charset=" + charset + "\r\n\r\n").getBytes(ISO_8859_1);
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        mail.writeBytes(head);
        mail.writeBytes(HexFormat.of().parseHex(hex));

        assertThat(MailFixtures.read(mail.toByteArray()).mail().text()).isEqualTo(text);
    }

    @Test
    void guessesGb18030WhenTheMailIsChineseAndNamesNoCharset() {
        Read read = MailFixtures.read("From: a@qq.com\nContent-Type: text/plain\n\n" + octets("订单号是什么", GBK));

        assertThat(read.mail().text()).isEqualTo("订单号是什么");
        assertThat(read.mail().problems()).containsExactly("charset-guessed");
    }

    @Test
    void believesADeclaredCharsetInSpiteOfOneBrokenCharacter() {
        String broken = octets("很长的一段话，说的是订单和发货，还有退款。很长的一段话，说的是订单和发货。", GBK) + "\u00ff.";
        Read read = MailFixtures.read("Content-Type: text/plain; charset=gbk\n\n" + broken);

        assertThat(read.mail().text()).startsWith("很长的一段话").contains("退款");
        assertThat(read.mail().problems()).containsExactly("charset-guessed");
    }

    @Test
    void takesTheCharsetFromThePageWhenTheHeaderNamesNone() {
        String page = "<meta http-equiv=x content=\"text/html; charset=gb2312\"><p>" + octets("你好", GBK);

        assertThat(MailFixtures.read("Content-Type: text/html\n\n" + page)
                        .mail()
                        .text())
                .isEqualTo("你好");
    }

    // --- headers

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=?UTF-8?B?5YWz5LqO6K6i5Q==?= =?UTF-8?B?jZXlj5HotKfpl67popjnmoTlkqjor6I=?= | 关于订单发货问题的咨询",
                "=?utf-8?b?5YWz5LqO6K6i5Q?= =?utf-8?b?jZXlj5HotKfpl67popjnmoTlkqjor6I?= | 关于订单发货问题的咨询",
                "=?UTF-8*zh?Q?=E4=B8=AD?= | 中",
                "a=?utf-8?q?=E4=B8=AD?=b | a中b",
                "\"=?utf-8?q?=E4=B8=AD?=\" | \"中\"",
                "=?utf-8?q?=E4=B8=AD | 中",
                "=?utf-8?b?5L it?= | 中",
                "=?gb2312?B?1uzpRrv5?= | 朱镕基",
                "=?utf-8?q?a_b=2?= | a b=2",
                "=?utf-8?x?abc?= | =?utf-8?x?abc?=",
                "=?ISO-2022-JP?B?GyRCJCIbKEI=?= x | あ x",
                "=?utf-8?q?=E4=B8?= =?utf-8?b?rQ==?= | 中",
                "=?utf-8?q?one?= two =?utf-8?q?three?= | one two three",
                "=?utf-8?q?one?= =?gbk?q?two?= | onetwo",
                "=?utf-8?q?in=0D=0Ajected?= | in  jected",
            })
    void decodesEncodedWordsAsSendersCutThem(String raw, String subject) {
        assertThat(MailFixtures.read("Subject: " + raw + "\n\nx").mail().subject())
                .isEqualTo(subject);
    }

    @Test
    void decodesRawOctetsInHeaders() {
        String gbk = "Subject: " + octets("订单", GBK) + "\n\nx";
        String utf8 = "Subject: " + octets("订单", UTF_8) + "\n\nx";
        String body = "Subject: " + octets("é", ISO_8859_1) + "\nContent-Type: text/plain; charset=iso-8859-1\n\nx";
        String name = "From: Ingo L" + octets("ü", ISO_8859_1) + "tke <i@example.de>\n\nx";

        assertThat(MailFixtures.read(gbk).mail().subject()).isEqualTo("订单");
        assertThat(MailFixtures.read(utf8).mail().subject()).isEqualTo("订单");
        assertThat(MailFixtures.read(body).mail().subject()).isEqualTo("é");
        assertThat(MailFixtures.read(name).mail().from())
                .containsExactly(new MailAddress("Ingo Lütke", "i@example.de"));
    }

    @Test
    void keepsFieldsUnfoldedAndRaw() {
        ParsedMail mail =
                MailFixtures.read("Subject: one\n\ttwo\nX-A: 1\nx-a: 2\n\nbody").mail();

        assertThat(mail.headers().get(0))
                .isEqualTo(new Field("Subject", "one\ttwo".replace('\t', ' '), "Subject: one\r\n\ttwo"));
        assertThat(mail.header("x-A")).contains("1");
        assertThat(mail.headers("X-a")).containsExactly("1", "2");
        assertThat(mail.header("X-B")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "li@Example.CN | :li@example.cn",
                "Li Lei <li@example.cn> | Li Lei:li@example.cn",
                "\"Lei, Li\" <li@example.cn>, b@c.d | Lei, Li:li@example.cn;:b@c.d",
                "Lei, Li <li@example.cn> | Lei, Li:li@example.cn",
                "li@example.cn (Li Lei) | Li Lei:li@example.cn",
                "=?utf-8?q?=E6=9D=8E,_x?= <li@example.cn> | 李, x:li@example.cn",
                "team: a@b.c, d@e.f; g@h.i | :a@b.c;:d@e.f;:g@h.i",
                "undisclosed-recipients:; | ''",
                "<a@b.c>; <d@e.f> | :a@b.c;:d@e.f",
                "\"Klaus\" <> | Klaus:",
                "MAILER-DAEMON | MAILER-DAEMON:",
                "a@@b.c | a@@b.c:",
                "mailto:a@b.c | :a@b.c",
                "'li' <'li@example.cn'> | li:li@example.cn",
                "<@relay,@other:a@b.c> | :a@b.c",
                "=?utf-8?b?bGlAZXhhbXBsZS5jbg==?= | :li@example.cn",
                "a@b.c, a@b.c | :a@b.c;:a@b.c",
                "x <a@b.c | x:a@b.c",
                "\"a \\\"b\\\" c\" <a@b.c> | a \"b\" c:a@b.c",
                "\"a b\"@c.d <e@f.g> | a b@c.d:e@f.g",
                "a@[192.0.2.1] | :a@[192.0.2.1]",
                "用户@例子.中国 | :用户@例子.中国",
            })
    void readsAddresses(String raw, String expected) {
        List<String> found = MailFixtures.read("To: " + octets(raw, UTF_8) + "\n\nx").mail().to().stream()
                .map(address -> address.name() + ":" + address.address())
                .toList();

        assertThat(String.join(";", found)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fri, 02 Jan 2026 11:00:00 +0800 | 2026-01-02T03:00:00Z",
                "2 Jan 26 11:00 GMT | 2026-01-02T11:00:00Z",
                "Fri, 2 Jan 2026 11:00:00 EST | 2026-01-02T16:00:00Z",
                "Fri Jan  2 11:00:00 2026 | 2026-01-02T11:00:00Z",
                "Friday, 2-Jan-2026 11:00:00 +0000 (UTC) | 2026-01-02T11:00:00Z",
                "2026-01-02 11:00:00 +08:00 | 2026-01-02T03:00:00Z",
                "2026-01-02T11:00:00.123Z | 2026-01-02T11:00:00Z",
                "Fri, 02 Jan 2026 11:00:60 +0000 | 2026-01-02T11:00:59Z",
                "Fri, 31 Feb 2026 11:00:00 +0000 | ''",
                "yesterday | ''",
                "Fri, 02 Foo 2026 11:00:00 +0000 | ''",
            })
    void readsDates(String raw, String instant) {
        assertThat(MailFixtures.read("Date: " + raw + "\n\nx")
                        .mail()
                        .date()
                        .map(Object::toString)
                        .orElse(""))
                .isEqualTo(instant);
    }

    @Test
    void readsMessageIds() {
        ParsedMail mail = MailFixtures.read("Message-ID: <A.b@C>\nIn-Reply-To: Your mail <x@y> of today\n"
                        + "References: <1@a>\n\t<2@a><3@a>\n\nx")
                .mail();

        assertThat(mail.messageId()).contains("A.b@C");
        assertThat(mail.inReplyTo()).containsExactly("x@y");
        assertThat(mail.references()).containsExactly("1@a", "2@a", "3@a");
        assertThat(MailFixtures.read("Message-ID: bare@x\n\nx").mail().messageId())
                .contains("bare@x");
    }

    // --- file names

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attachment; filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf | 发票.pdf",
                "attachment; filename=x.pdf; filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf | 发票.pdf",
                "attachment; filename*0*=UTF-8''%E5%8F; filename*1*=%91%E7%A5%A8; filename*2=.pdf | 发票.pdf",
                "attachment; filename*1=b.pdf; filename*0=a | ab.pdf",
                "attachment; filename=\"=?utf-8?B?5Y+R56WoLnBkZg==?=\" | 发票.pdf",
                "attachment; filename==?gb2312?B?t6LGsS5wZGY=?= | 发票.pdf",
                "attachment; filename=two words.pdf | two words.pdf",
                "attachment; filename=\"a;b.pdf\" | a;b.pdf",
                "attachment; filename=\"C:\\dir\\x.pdf\" | x.pdf",
                "attachment; filename=\"../../etc/passwd\" | passwd",
                "attachment; filename=\"..\" | part-2.pdf",
                "attachment; filename=\"CON.txt\" | part-2.pdf",
                "attachment; filename=\"com1\" | part-2.pdf",
                "attachment; filename*=UTF-8''a%00b%E2%80%AEfdp.exe | abfdp.exe",
                "attachment; filename*=UTF-8''e%CC%81.pdf | é.pdf",
                "attachment; filename=\"x. . .\" | x",
                "attachment | part-2.pdf",
            })
    void cleansFileNames(String disposition, String name) {
        Read read = MailFixtures.read(
                mixed("\nhi", "Content-Type: application/pdf\nContent-Disposition: " + disposition + "\n\n%PDF"));

        assertThat(read.mail().parts()).extracting(MailPart::name).containsExactly(name);
        assertThat(read.file("2")).isEqualTo("%PDF");
    }

    @Test
    void prefersTheNameOfTheDispositionAndCutsItKeepingTheExtension() {
        String both =
                "Content-Type: application/pdf; name=type.pdf\nContent-Disposition: attachment; filename=disp.pdf\n\nx";
        String raw = "Content-Type: application/pdf; name=\"" + octets("发票.pdf", GBK) + "\"\n\nx";
        String large = "Content-Type: application/pdf; name=\"" + octets("票".repeat(200), UTF_8) + ".pdf\"\n\nx";

        Read read = MailFixtures.read(mixed("\nhi", both, raw, large));

        assertThat(read.mail().parts())
                .extracting(MailPart::name)
                .containsExactly("disp.pdf", "发票.pdf", "票".repeat(65) + ".pdf");
    }

    // --- text

    @Test
    void prefersPlainTextUnlessItIsEmptyOrAStub() {
        String html = "Content-Type: text/html\n\n<p>Rich <b>text</b></p>";
        String head = "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n";

        assertThat(MailFixtures.read(head + "Plain\n--b\n" + html + "\n--b--")
                        .mail()
                        .text())
                .isEqualTo("Plain");
        assertThat(MailFixtures.read(head + "\n--b\n" + html + "\n--b--").mail().text())
                .isEqualTo("Rich text");
        assertThat(MailFixtures.read(head + "Your client does not support HTML\n--b\n" + html + "\n--b--")
                        .mail()
                        .text())
                .isEqualTo("Rich text");
        assertThat(MailFixtures.read(head + octets("您的邮件客户端不支持HTML", UTF_8) + "\n--b\n" + html + "\n--b--")
                        .mail()
                        .text())
                .isEqualTo("Rich text");
    }

    @Test
    void rendersLinksListsBreaksTablesAndQuotes() {
        Read read = MailFixtures.read(
                "Content-Type: text/html\n\n<style>x</style><p>See <a href='https://a.example/x'>this</a>"
                        + " and <a href='https://b.example/'>https://b.example</a></p><ul><li>one<li>two</ul><ol><li>a<li>b</ol>"
                        + "line<br>next<table><tr><td>l<td>r</table><blockquote>said</blockquote><div style='display: none'>no</div>"
                        + "<img alt='pic' src=x><pre>a\n b</pre>");

        assertThat(read.mail().text())
                .isEqualTo(
                        "See this <https://a.example/x> and https://b.example\n\n- one\n- two\n\n1. a\n2. b\n\nline\n"
                                + "next\n\nl r\n\n> said\n\npic\n\na\n b");
    }

    @Test
    void joinsSeveralTextsInOrder() {
        Read read = MailFixtures.read(mixed(
                "\nOne\n",
                "Content-Type: image/png\n\nx",
                "Content-Type: text/html\n\n<p>Two</p>",
                "Content-Type: text/plain\n\nThree <3"));

        assertThat(read.mail().text()).isEqualTo("One\n\nTwo\n\nThree <3");
        assertThat(read.mail().html()).contains("<div>One</div>\n<p>Two</p>\n<div>Three &lt;3</div>");
        assertThat(read.mail().parts()).extracting(MailPart::path).containsExactly("2");
    }

    @Test
    void unwrapsFlowedText() {
        String head = "Content-Type: text/plain; format=flowed; delsp=";

        assertThat(MailFixtures.read(head + "no\n\nOne \ntwo.\n> q \n> r\n>> s\n From here\n-- \nme")
                        .mail()
                        .text())
                .isEqualTo("One two.\n> q r\n>> s\nFrom here\n-- \nme");
        assertThat(MailFixtures.read(head + "yes\n\n" + octets("中 \n文", UTF_8))
                        .mail()
                        .text())
                .isEqualTo("中文");
    }

    @Test
    void showsTheWordsOfEnrichedText() {
        assertThat(MailFixtures.read("Content-Type: text/enriched\n\n<bold>Now</bold> is << it")
                        .mail()
                        .text())
                .isEqualTo("Now is < it");
    }

    // --- files

    @Test
    void takesUuencodedFilesOutOfTheText() {
        String data = "):&5L;&\\@=74*\n`\nend\n";
        Read read = MailFixtures.read(
                "\n\nbefore\nbegin 644 a b.txt\n" + data + "after\nbegin 644 is prose\nbegin 600 2\n" + data);

        assertThat(read.mail().text()).isEqualTo("before\nafter\nbegin 644 is prose");
        assertThat(read.mail().parts())
                .extracting(MailPart::path, MailPart::name)
                .hasToString("[(\"1.1\", \"a b.txt\"), (\"1.2\", \"2\")]");
        assertThat(read.file("1.1")).hasSize(9);
    }

    @Test
    void keepsATnefFileThatIsNone() {
        Read read = MailFixtures.read(mixed("\nhi", "Content-Type: application/ms-tnef; name=winmail.dat\n\nnone"));

        assertThat(read.file("2")).isEqualTo("none");
        assertThat(read.mail().problems()).containsExactly("tnef-broken");
    }

    @Test
    void readsTnefThatEndsEarlyOrLiesAboutLengths() {
        byte[] whole = Base64.getMimeDecoder()
                .decode("eJ8+IgEAAQaQCAAEAAAAAAABAAEAAQeQBgAIAAAAqAMAAAAAAACrAAICkAYADgAAAAEA/////wAA"
                        + "AAAAAAAA/QMCEIABAAsAAAByZXBvcnQudHh0ACoEAg+ABgANAAAAdG5lZiBwYXlsb2FkCsEE");
        for (int length = 6; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            byte[] lying = whole.clone();
            lying[length] ^= (byte) 0xff;
            for (byte[] octets : List.of(cut, lying)) {
                Read read = MailFixtures.read(mixed(
                        "\nhi",
                        "Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n" + base64(octets)));
                assertThat(read.mail().problems()).doesNotContain("unparsable");
                assertThat(read.mail().text()).isEqualTo("hi");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aGVs bG8=\\n | hello | ",
                "aGVs*bG8= | hello | base64-broken",
                "aGVs\\nbG8=aGVsbG8= | hellohello | ",
                "aGVsbG8 | hello | ",
                "aGVsbG8=\\n-- footer | hello | base64-broken",
            })
    void decodesBase64WithGarbage(String encoded, String content, String problem) {
        Read read = MailFixtures.read(mixed(
                "\nhi", "Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n" + encoded.replace("\\n", "\n")));

        assertThat(read.file("2")).startsWith(content);
        assertThat(String.join(",", read.mail().problems())).isEqualTo(problem == null ? "" : problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quoted-printable", "Quoted-Printable;", " quoted - printable ", "\"quoted-printable\""})
    void decodesQuotedPrintableHoweverItIsSpelled(String encoding) {
        Read read = MailFixtures.read("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: " + encoding
                + "\n\n=E4=B8=AD=\n!=3D =ZZ");

        assertThat(read.mail().text()).isEqualTo("中!= =ZZ");
    }

    // --- structure

    @Test
    void readsPartsWithoutTheLastDelimiter() {
        Read read = MailFixtures.read(
                "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Type: a/b\n\ntwo");

        assertThat(read.mail().text()).isEqualTo("one");
        assertThat(read.file("2")).isEqualTo("two");
        assertThat(read.mail().problems()).containsExactly("no-closing-boundary");
    }

    @Test
    void readsABoundaryInWrongCase() {
        Read read = MailFixtures.read(
                "Content-Type: multipart/mixed; boundary=AbC\n\n--abc\n\none\n--ABC\nContent-Type: a/b\n\ntwo\n--AbC--");

        assertThat(read.mail().text()).isEqualTo("one");
        assertThat(read.file("2")).isEqualTo("two");
        assertThat(read.mail().problems()).containsExactly("boundary-repaired");
    }

    @Test
    void tellsBoundariesApartThatDifferInCaseOrBeginAlike() {
        Read read = MailFixtures.read(
                "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=B\n\n"
                        + "--B\n\none\n--B\nContent-Type: multipart/mixed; boundary=B2\n\n--B2\n\ntwo\n--B2--\n--B--\n--b\n\nthree\n--b--");

        assertThat(read.mail().text()).isEqualTo("one\n\ntwo\n\nthree");
        assertThat(read.mail().problems()).isEmpty();
    }

    @Test
    void findsTheDelimiterThatWasNotAnnounced() {
        Read read = MailFixtures.read(
                "Content-Type: multipart/mixed\n\n--found\nContent-Type: text/plain\n\none\n--found\nContent-Type: a/b\n\ntwo\n--found--");

        assertThat(read.mail().text()).isEqualTo("one");
        assertThat(read.file("2")).isEqualTo("two");
        assertThat(read.mail().problems()).containsExactly("boundary-repaired", "no-boundary");
    }

    @Test
    void showsAMultipartWithoutBoundaryAsText() {
        assertThat(MailFixtures.read("Content-Type: multipart/mixed\n\njust text")
                        .mail()
                        .text())
                .isEqualTo("just text");
    }

    @Test
    void readsPartsBehindAFalseEnd() {
        Read read = MailFixtures.read(
                "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n\n--b\nContent-Type: a/b\n\ntwo\n--b--");

        assertThat(read.mail().text()).isEqualTo("one");
        assertThat(read.file("2")).isEqualTo("two");
    }

    @Test
    void readsAHeaderWithoutABlankLineBehind() {
        Read top = MailFixtures.read("Subject: s\nFrom: a@b.c\nDear all,\nhere it is.\n\nBye");
        Read part =
                MailFixtures.read(mixed("Content-Type: text/plain\nDear all", "Content-Type: a/b\nContent-ID: <x>"));

        assertThat(top.mail().text()).isEqualTo("Dear all,\nhere it is.\n\nBye");
        assertThat(top.mail().problems()).containsExactly("no-blank-line");
        assertThat(part.mail().text()).isEqualTo("Dear all");
        assertThat(part.mail().parts())
                .extracting(p -> p.contentId().orElse(""))
                .containsExactly("x");
    }

    @Test
    void mendsHeaders() {
        Read read = MailFixtures.read("From nobody Mon Jan  1 00:00:00 2026\nSubject : s\nstray line\nX-A: 1\n"
                + "Content-Type: text/plain;\ncharset=utf-8\n\nbody");

        assertThat(read.mail().subject()).isEqualTo("s");
        assertThat(read.mail().header("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(read.mail().text()).isEqualTo("body");
        assertThat(read.mail().problems()).containsExactly("header-repaired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void readsAnyLineEnds(String end) {
        String mail = """
                Subject: s
                Content-Type: multipart/mixed; boundary=b

                --b

                one

                two
                --b
                Content-Type: a/b

                x
                --b--
                """;
        Read read = MailFixtures.read(mail.replace("\n", end).getBytes(ISO_8859_1));

        assertThat(read.mail().subject()).isEqualTo("s");
        assertThat(read.mail().text()).isEqualTo("one\n\ntwo");
        assertThat(read.file("2")).isEqualTo("x");
    }

    @Test
    void takesTheFirstOfTwoContentTypes() {
        assertThat(MailFixtures.read("Content-Type: text/html\nContent-Type: text/plain\n\n<b>x</b>")
                        .mail()
                        .text())
                .isEqualTo("x");
    }

    @Test
    void keepsAMailWithinAMailAsAFile() {
        String inner =
                "Subject: inner\nMessage-ID: <inner@x>\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\ndeep\n--c--";
        Read read = MailFixtures.read("Subject: outer\n"
                + mixed("\nhi", "Content-Type: message/rfc822\n\n" + inner, "Content-Type: message/partial\n\nx"));

        assertThat(read.mail().subject()).isEqualTo("outer");
        assertThat(read.mail().text()).isEqualTo("hi");
        assertThat(read.mail().messageId()).isEmpty();
        assertThat(read.file("2")).isEqualTo(inner.replace("\n", "\r\n"));
        assertThat(read.mail().parts()).extracting(MailPart::name).containsExactly("message-2.eml", "message-3.bin");
        assertThat(read.mail().problems()).containsExactly("partial");
    }

    @Test
    void takesTheMailsOfADigestAsFiles() {
        Read read = MailFixtures.read("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: a\n\nx\n--b--");

        assertThat(read.mail().parts()).extracting(MailPart::type).containsExactly("message/rfc822");
    }

    // --- signed, encrypted, invitations, reports

    @Test
    void showsTheClearPartOfASignedMail() {
        Read read = MailFixtures.read(
                "Content-Type: multipart/signed; boundary=b; protocol=\"application/pgp-signature\"\n\n--b\n\nclear\n--b\n"
                        + "Content-Type: application/pgp-signature; name=signature.asc\n\nsig\n--b--");

        assertThat(read.mail().text()).isEqualTo("clear");
        assertThat(read.mail().parts()).extracting(MailPart::name).containsExactly("signature.asc");
        assertThat(read.mail().problems()).isEmpty();
    }

    @Test
    void keepsWhatIsEncryptedAndSaysSo() {
        Read smime = MailFixtures.read(
                "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nAAAA");
        Read pgp = MailFixtures.read(
                "Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
                        + "Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN\n--b--");
        Read inline = MailFixtures.read("\n\n-----BEGIN PGP MESSAGE-----\nx");
        Read opaque = MailFixtures.read("Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nx");

        assertThat(smime.mail().problems()).containsExactly("encrypted");
        assertThat(smime.mail().parts()).extracting(MailPart::name).containsExactly("smime.p7m");
        assertThat(pgp.mail().problems()).containsExactly("encrypted");
        assertThat(pgp.mail().parts()).hasSize(2);
        assertThat(inline.mail().problems()).contains("encrypted");
        assertThat(opaque.mail().problems()).containsExactly("signed-opaque");
    }

    @Test
    void listsInvitationsAndInlineImages() {
        Read read = MailFixtures.read(
                "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src='cid:i@x'>\n--b\n"
                        + "Content-Type: image/png\nContent-ID: <i@x>\nContent-Location: i.png\n\npng\n--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n--b--");

        assertThat(read.mail().parts().get(0))
                .isEqualTo(new MailPart(
                        "2",
                        "part-2.png",
                        "image/png",
                        java.util.Optional.of("i@x"),
                        java.util.Optional.of("i.png"),
                        true,
                        3));
        assertThat(read.mail().parts().get(1).name()).isEqualTo("invite.ics");
        assertThat(read.mail().parts().get(1).inline()).isFalse();
    }

    @Test
    void readsADeliveryStatus() {
        Read read = MailFixtures.read("""
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b

                Sorry
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx

                Final-Recipient: rfc822; a@b.c
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp;
                 550 no


                Final-Recipient: rfc822; d@e.f

                --b
                Content-Type: text/rfc822-headers

                Message-ID: <lost@x>
                Subject: =?utf-8?q?=E4=B8=AD?=

                --b--
                """);
        Report report = read.mail().report().orElseThrow();

        assertThat(read.mail().text()).isEqualTo("Sorry");
        assertThat(report.type()).isEqualTo("delivery-status");
        assertThat(report.blocks()).hasSize(3);
        assertThat(report.blocks().get(1))
                .extracting(Field::value)
                .containsExactly("rfc822; a@b.c", "failed", "5.1.1", "smtp; 550 no");
        assertThat(report.returned()).extracting(Field::value).containsExactly("<lost@x>", "中");
        assertThat(read.mail().messageId()).isEmpty();
    }

    @Test
    void findsTheReportsAmongTheBouncesOfTheField() {
        List<String> types = MailFixtures.all().stream()
                .filter(path -> path.startsWith("sisimai/bsd/arf-") || path.startsWith("sisimai/bsd/rfc3464-"))
                .map(path -> MailFixtures.fixture(path)
                        .mail()
                        .report()
                        .map(Report::type)
                        .orElse("none " + path))
                .distinct()
                .sorted()
                .toList();

        assertThat(types).contains("delivery-status", "feedback-report");
    }

    @Test
    void passesOnTheFailuresOfStreamsOnly() {
        InputStream failing = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("disk");
            }
        };
        byte[] mail = mixed("\nhi", "Content-Type: a/b\n\nx").getBytes(ISO_8859_1);

        assertThatThrownBy(() ->
                        new MailReader(MailBounds.DEFAULT).read(failing, (p, n, t) -> new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThatThrownBy(() -> new MailReader(MailBounds.DEFAULT).read(new ByteArrayInputStream(mail), (p, n, t) -> {
                    throw new IOException("full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("full");
    }
}
