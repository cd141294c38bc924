package tributary.gateway.platform.smtp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFramesTest {

    @Test
    void endsAtTheFiveOctetsAndLeavesTheRest() {
        DataFrames frames = new DataFrames();

        DataFrames.Taken taken = frames.take(Buffer.buffer("a\r\nb\r\n.\r\nQUIT\r\n"), 0);

        assertThat(frames.ended()).isTrue();
        assertThat(taken.text()).hasToString("a\r\nb\r\n");
        assertThat(taken.next()).isEqualTo(9);
        assertThat(frames.bareCr() || frames.bareLf()).isFalse();
    }

    @Test
    void anEmptyMailIsAMail() {
        DataFrames frames = new DataFrames();

        assertThat(text(frames, ".\r\n")).isEmpty();
        assertThat(frames.ended()).isTrue();
    }

    @Test
    void aTextThatGrowsIsWhole() {
        String body = "a\n".repeat(10_000) + "\rb".repeat(10_000);

        assertThat(text(new DataFrames(), "X: y\r\n\r\n" + body + "\r\n.\r\n"))
                .isEqualTo("X: y\r\n\r\n" + "a\r\n".repeat(10_000) + " b".repeat(10_000) + "\r\n");
    }

    @Test
    void takesOneDotOffEachLineThatBeginsWithOne() {
        assertThat(text(new DataFrames(), "..leading\r\n...\r\n.x\r\na.\r\n.\r\n"))
                .isEqualTo(".leading\r\n..\r\nx\r\na.\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n.\n",
                "a\n.\r\n",
                "a\r\n.\n",
                "a\r.\r",
                "a\r.\r\n",
                "a\n.\r",
                "a\r\n\0.\r\n",
                "a\r\n.\r",
                "a\r\n.\0\r\n",
                "a\r\n.\rx\n",
                "a\r\n..\r\n"
            })
    void nothingElseEndsIt(String bytes) {
        DataFrames frames = new DataFrames();

        String text = text(frames, bytes);

        assertThat(frames.ended()).isFalse();
        assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    }

    @Test
    void notesBareNewlinesAndMakesThemHarmless() {
        DataFrames lf = new DataFrames();
        DataFrames cr = new DataFrames();

        assertThat(text(lf, "a\nb\r\n.\r\n")).isEqualTo("a\r\nb\r\n");
        assertThat(text(cr, "a\rb\r\r\n.\r\n")).isEqualTo("a b \r\n");
        assertThat(lf.bareLf()).isTrue();
        assertThat(lf.bareCr()).isFalse();
        assertThat(cr.bareCr()).isTrue();
    }

    @Test
    void aDotAfterABareLfWasStuffedByNobody() {
        assertThat(text(new DataFrames(), "a\n..b\r\n.\r\n")).isEqualTo("a\r\n..b\r\n");
    }

    @Test
    void keepsNulAndEightBitBytes() {
        byte[] bytes = {'a', 0, (byte) 0xe5, (byte) 0xff, '\r', '\n', '.', '\r', '\n'};

        DataFrames.Taken taken = new DataFrames().take(Buffer.buffer(bytes), 0);

        assertThat(taken.text().getBytes()).containsExactly('a', 0, 0xe5, 0xff, '\r', '\n');
    }

    @Test
    void splitsLinesAbove64KiB() {
        DataFrames longest = new DataFrames();
        DataFrames longer = new DataFrames();

        assertThat(text(longest, "x".repeat(65_536) + "\r\n.\r\n")).hasSize(65_538);
        assertThat(longest.longLines()).isZero();
        assertThat(text(longer, "x".repeat(65_537) + "\r\n.\r\n")).isEqualTo("x".repeat(65_536) + "\r\nx\r\n");
        assertThat(longer.longLines()).isEqualTo(1);
    }

    @Test
    void countsReceivedLinesOfTheHeaderOnly() {
        DataFrames frames = new DataFrames();

        text(
                frames,
                String.join(
                        "\r\n",
                        "Received: a",
                        "\tby b",
                        "RECEIVED: c",
                        "X-Received: d",
                        "Receive: e",
                        " Received: f",
                        "Subject: g",
                        "",
                        "Received: in the text",
                        ".",
                        ""));

        assertThat(frames.received()).isEqualTo(2);
    }

    private static String text(DataFrames frames, String bytes) {
        StringBuilder text = new StringBuilder();
        byte[] all = bytes.getBytes(StandardCharsets.ISO_8859_1);
        for (byte octet : all) {
            text.append(frames.take(Buffer.buffer(new byte[] {octet}), 0).text().toString("ISO-8859-1"));
        }
        String whole = new DataFrames().take(Buffer.buffer(all), 0).text().toString("ISO-8859-1");
        assertThat(whole).as("in one write").isEqualTo(text.toString());
        return whole;
    }
}
