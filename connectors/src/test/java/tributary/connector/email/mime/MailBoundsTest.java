package tributary.connector.email.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tributary.connector.email.mime.MailFixtures.Read;

/** Mails made to cost more than they should, and fixtures broken at random. */
class MailBoundsTest {
    private static final int MEGABYTE = 1024 * 1024;
    private static final int ROUNDS = 8;

    private static ParsedMail read(String mail) {
        try {
            return new MailReader(MailBounds.DEFAULT)
                    .read(
                            new ByteArrayInputStream(mail.getBytes(ISO_8859_1)),
                            (p, n, t) -> OutputStream.nullOutputStream());
        } catch (IOException never) {
            throw new AssertionError(never);
        }
    }

    @Test
    void makesAFileOfWhatIsNestedTooDeep() {
        String deep = IntStream.range(0, 20_000)
                .mapToObj(i -> "Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n")
                .collect(Collectors.joining());

        ParsedMail mail = read(deep + "\r\nthe end");

        assertThat(mail.problems()).contains("too-deep");
        assertThat(mail.parts()).hasSize(1);
        assertThat(mail.parts().get(0).path()).isEqualTo(String.join(".", Collections.nCopies(50, "1")));
    }

    @Test
    void stopsAtAThousandParts() {
        String parts = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n"
                + "--b\r\nContent-Type: a/b\r\n\r\nx\r\n".repeat(50_000);

        ParsedMail mail = read(parts);

        assertThat(mail.problems()).contains("too-many-parts");
        assertThat(mail.parts()).hasSizeBetween(900, 1000);
        assertThat(mail.text()).isEqualTo("hi");
    }

    @Test
    void stopsAtAThousandFilesWithinAText() {
        ParsedMail mail = read("\r\n" + "begin 644 x\r\n`\r\nend\r\n".repeat(50_000) + "text");

        assertThat(mail.problems()).contains("too-many-parts");
        assertThat(mail.parts()).hasSize(1000);
        assertThat(mail.text()).isEqualTo("text");
    }

    @Test
    void leavesOutTheRestOfAHeaderThatIsTooLong() {
        String large = "Subject: s\r\nX-Large: " + "x".repeat(5 * MEGABYTE) + "\r\nFrom: a@b.c\r\n\r\nbody";
        String many = "Subject: s\r\n" + "X-Many: x\r\n".repeat(100_000) + "\r\nbody";

        assertThat(read(large).problems()).containsExactly("header-too-long");
        assertThat(read(large).text()).isEqualTo("body");
        assertThat(read(many).headers()).hasSize(1000);
        assertThat(read(many).problems()).containsExactly("header-too-long");
        assertThat(read(many).text()).isEqualTo("body");
    }

    @Test
    void keepsTwoMegabytesOfTextAndOneOfHtml() {
        ParsedMail text = read("\r\n\r\n" + "0123456789".repeat(MEGABYTE / 2));
        ParsedMail html = read("Content-Type: text/html\r\n\r\n" + "<b>x</b>".repeat(MEGABYTE / 4));

        assertThat(text.text().length()).isEqualTo(2 * MEGABYTE);
        assertThat(text.problems()).contains("text-truncated");
        assertThat(html.html().orElseThrow().length()).isEqualTo(MEGABYTE);
        assertThat(html.problems()).contains("html-truncated");
    }

    @Test
    void readsHeadersMadeToBeReadAgainAndAgain() {
        List<String> values = List.of(
                "=?a?b?".repeat(30_000),
                " =?a?b?x".repeat(30_000) + "?=",
                "=?utf-8?q?a?= ".repeat(15_000),
                "(".repeat(200_000),
                "\"\\".repeat(100_000),
                "<,".repeat(100_000),
                ":;".repeat(100_000),
                "a".repeat(200_000) + "@",
                "x;".repeat(100_000),
                "x*0*=;".repeat(30_000),
                "- ".repeat(100_000),
                "1 jan".repeat(40_000));
        for (String value : values) {
            for (String name :
                    List.of("Subject", "From", "References", "Content-Type", "Content-Disposition", "Date")) {
                assertThat(read(name + ": " + value + "\r\n\r\nbody").problems())
                        .as(name)
                        .doesNotContain("timeout", "unparsable");
            }
        }
    }

    @Test
    void readsBodiesMadeToBeReadAgainAndAgain() {
        String fifty = IntStream.range(0, 50)
                .mapToObj(i -> "Content-Type: multipart/mixed; boundary=" + "b".repeat(60) + i + "\r\n\r\n--"
                        + "b".repeat(60) + i + "\r\n")
                .collect(Collectors.joining());
        List<String> mails = List.of(
                fifty + "Content-Type: a/b\r\n\r\n" + ("--" + "b".repeat(60) + "\r\n").repeat(80_000),
                "Content-Type: text/html\r\n\r\n" + "<div>".repeat(200_000),
                "Content-Type: text/html\r\n\r\n" + "<p><b><i><font>".repeat(60_000),
                "Content-Type: text/html\r\n\r\n" + "<table><tr><td>".repeat(60_000),
                "Content-Type: text/html\r\n\r\n<ol>" + "<li>x".repeat(150_000),
                "Content-Type: text/html\r\n\r\n" + "<a href='https://x'>".repeat(50_000),
                "Content-Type: text/html\r\n\r\n" + "<meta ".repeat(150_000),
                "Content-Type: text/plain; format=flowed\r\n\r\n" + "> \r\n".repeat(400_000),
                "Content-Type: text/enriched\r\n\r\n" + "<".repeat(MEGABYTE),
                "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + "=\r\n".repeat(MEGABYTE),
                "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + " ".repeat(5 * MEGABYTE),
                "Content-Transfer-Encoding: base64\r\n\r\n" + "=".repeat(5 * MEGABYTE),
                "\r\n\r\n" + "begin 644 x\r\n".repeat(200_000),
                "Content-Type: multipart/mixed\r\n\r\n" + "--x\r\n".repeat(200_000));
        for (String mail : mails) {
            assertThat(read(mail).problems()).doesNotContain("timeout", "unparsable");
        }
    }

    @Test
    void readsRandomlyBrokenMailsWithoutAnException() {
        Random random = new Random(20260102);
        List<String> paths = MailFixtures.all();
        for (String path : paths) {
            byte[] octets = MailFixtures.octets(path);
            if (octets.length > 0 && octets.length < 40_000) {
                for (int i = 0; i < ROUNDS; i++) {
                    byte[] broken = broken(octets, random);
                    Read read = MailFixtures.read(broken);
                    long written = read.files().values().stream()
                            .mapToLong(file -> file.size())
                            .sum();

                    assertThat(read.mail().problems())
                            .as("%s, round %d", path, i)
                            .doesNotContain("unparsable", "timeout");
                    assertThat(written).as(path).isLessThanOrEqualTo(broken.length);
                    assertThat(read.mail().text().length()).as(path).isLessThanOrEqualTo(3 * broken.length + 1000);
                }
            }
        }
    }

    private static byte[] broken(byte[] octets, Random random) {
        byte[] out = octets.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int i = 0; i <= octets.length / 200; i++) {
                    out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 1 -> out = Arrays.copyOf(octets, random.nextInt(octets.length) + 1);
            case 2 -> {
                int from = random.nextInt(octets.length);
                int length = random.nextInt(octets.length - from) + 1;
                out = Arrays.copyOf(octets, octets.length + length);
                System.arraycopy(octets, from, out, from + length, octets.length - from);
            }
            default -> {
                int from = random.nextInt(octets.length);
                int to = random.nextInt(octets.length);
                int length = random.nextInt(octets.length - Math.max(from, to)) + 1;
                System.arraycopy(octets, from, out, to, length);
            }
        }
        return out;
    }

    @Test
    void stopsWhenTheTimeIsOver() {
        MailBounds bounds = new MailBounds(1000, 50, 1000, 100, 1000, Duration.ZERO);

        assertThat(MailFixtures.read("Subject: s\r\n\r\nbody".getBytes(ISO_8859_1), bounds)
                        .mail()
                        .problems())
                .contains("timeout");
    }

    @Test
    void refusesBoundsBelowOne() {
        assertThatThrownBy(() -> new MailBounds(0, 50, 1000, 100, 1000, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bounds of a mail: expected numbers above zero, found 0, 50, 1000, 100, 1000, PT0S");
    }
}
