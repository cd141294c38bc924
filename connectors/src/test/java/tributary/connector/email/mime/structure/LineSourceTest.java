package tributary.connector.email.mime.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSourceTest {

    @Test
    void givesManyLinesAtOnceUpToOneThatBeginsWithTheOctet() throws IOException {
        assertThat(upTo("a\r\nb-\n\n--x\nc\n", 100)).containsExactly("a\r\nb-\n\n", "--x\n", "c\n");
    }

    @Test
    void losesNothingAndCutsEveryLineThatBeginsWithTheOctet() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40_000 / (1 + round)) + 50; i > 0; i--) {
                text.append("--ab\r\n".charAt(random.nextInt(6)));
            }

            List<String> pieces = upTo("a" + text, 1 + random.nextInt(100));

            assertThat(String.join("", pieces)).isEqualTo("a" + text);
            String before = "\n";
            for (String piece : pieces) {
                assertThat(piece.indexOf("\n-")).as(piece).isNegative();
                if (before.endsWith("\n") && piece.startsWith("-")) {
                    assertThat(piece.indexOf('\n')).as(piece).isIn(-1, piece.length() - 1);
                }
                before = piece;
            }
        }
    }

    private static List<String> upTo(String text, int max) throws IOException {
        LineSource lines = new LineSource(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        List<String> pieces = new ArrayList<>();
        Optional<byte[]> piece = lines.upTo('-', max);
        while (piece.isPresent()) {
            pieces.add(new String(piece.get(), StandardCharsets.ISO_8859_1));
            piece = lines.upTo('-', max);
        }
        return pieces;
    }
}
