package tributary.gateway.platform.smtp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random bytes from a small, nasty alphabet, the same in each run: framing and parsers against the plainest reading. */
class RandomStreamsTest {

    private static final int ROUNDS = 20_000;
    private static final byte[] NASTY = "\r\n.\r\n.aR:<>@\"\\ \0".getBytes(StandardCharsets.US_ASCII);
    private static final String[] WORDS = {
        "MAIL",
        "RCPT",
        " FROM:",
        " TO:",
        "<",
        ">",
        "@",
        "a",
        "b.example",
        "\"",
        "\\",
        " SIZE=",
        "9",
        " BODY=8BITMIME",
        " SMTPUTF8",
        "客",
        " ",
        ":",
        "[1.2.3.4]",
        ",",
        "=",
        "\t",
        "postmaster",
        " RET=HDRS",
        "EHLO ",
        "DATA"
    };

    @Test
    void theTextEndsAtTheFirstFiveOctetsHoweverItIsCut() {
        Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = nasty(random);
            String stream = new String(bytes, StandardCharsets.ISO_8859_1);
            int found = ("\r\n" + stream).indexOf("\r\n.\r\n");
            DataFrames frames = new DataFrames();
            StringBuilder text = new StringBuilder();
            int taken = 0;

            for (Buffer part : cut(bytes, random)) {
                DataFrames.Taken step = frames.take(part, 0);
                text.append(step.text().toString("ISO-8859-1"));
                taken += step.next();
            }

            assertThat(frames.ended()).as(printable(stream)).isEqualTo(found >= 0);
            assertThat(taken).as(printable(stream)).isEqualTo(found >= 0 ? found + 3 : bytes.length);
            assertThat(text.toString()).as(printable(stream)).isEqualTo(plainly(stream, found));
        }
    }

    @Test
    void linesEndAtCrLfHoweverTheyAreCut() {
        Random random = new Random(43);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = nasty(random);
            String stream = new String(bytes, StandardCharsets.ISO_8859_1);
            CommandFrames frames = new CommandFrames();
            List<CommandLine> lines = new ArrayList<>();

            for (Buffer part : cut(bytes, random)) {
                int position = 0;
                while (position < part.length()) {
                    CommandFrames.Taken step = frames.take(part, position);
                    step.line().ifPresent(lines::add);
                    position = step.next();
                }
            }

            String[] expected = (stream + "|").split("\r\n", -1);
            assertThat(lines).as(printable(stream)).hasSize(expected.length - 1);
            for (int i = 0; i < lines.size(); i++) {
                boolean clean = expected[i].chars().allMatch(letter -> letter >= ' ');
                assertThat(lines.get(i) instanceof CommandLine.Text text ? text.text() : null)
                        .as(printable(stream))
                        .isEqualTo(clean ? expected[i] : null);
            }
        }
    }

    @Test
    void noArgumentConfusesTheParsers() {
        Random random = new Random(44);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder line = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                line.append(WORDS[random.nextInt(WORDS.length)]);
            }

            Command.parse(line.toString());
            for (String keyword : List.of("FROM:", "TO:")) {
                EnvelopePath.Parsed parsed = EnvelopePath.parse(keyword, keyword + line);
                parsed.path()
                        .ifPresent(path -> assertThat(path.address())
                                .as(line.toString())
                                .doesNotContain("\r", "\n", "\0")
                                .matches("(?s)[^<>\\s]*|\".*"));
                MailParameters parameters = MailParameters.parse(parsed.parameters());
                assertThat(parameters.size()).isNotNegative();
            }
        }
    }

    @Test
    void noBytesConfuseTheProxyHeader() {
        Random random = new Random(45);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            byte[] start = random.nextBoolean()
                    ? "PROXY TCP4 ".getBytes(StandardCharsets.US_ASCII)
                    : new byte[] {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a, 0x21, 0x11, 0
                    };
            Buffer all = Buffer.buffer(start).appendBytes(bytes);

            if (ProxyHeader.read(all) instanceof ProxyHeader.Complete complete) {
                assertThat(complete.length()).isLessThanOrEqualTo(all.length());
            }
        }
    }

    /** The text as a person would make it from the whole stream. */
    private static String plainly(String stream, int found) {
        String whole = found >= 0 ? stream.substring(0, found) : held(stream);
        StringBuilder text = new StringBuilder();
        String[] lines = whole.split("\r\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].startsWith(".") ? lines[i].substring(1) : lines[i];
            text.append(line.replace("\r", " ").replace("\n", "\r\n")).append(i < lines.length - 1 ? "\r\n" : "");
        }
        return text.toString();
    }

    /** Without the CR at the end, of which nobody knows yet what it is. */
    private static String held(String stream) {
        return stream.endsWith("\r") ? stream.substring(0, stream.length() - 1) : stream;
    }

    private static byte[] nasty(Random random) {
        byte[] bytes = new byte[random.nextInt(24)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = NASTY[random.nextInt(NASTY.length)];
        }
        return bytes;
    }

    private static List<Buffer> cut(byte[] bytes, Random random) {
        List<Buffer> parts = new ArrayList<>();
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(4));
            parts.add(Buffer.buffer(Arrays.copyOfRange(bytes, from, to)));
            from = to;
        }
        return parts;
    }

    private static String printable(String stream) {
        return stream.replace("\r", "<CR>").replace("\n", "<LF>").replace("\0", "<NUL>");
    }
}
