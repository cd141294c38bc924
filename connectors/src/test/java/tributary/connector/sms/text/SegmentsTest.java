package tributary.connector.sms.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentsTest {

    /** The console's counter reads the same file. */
    static Stream<JsonNode> vectors() throws IOException {
        try (InputStream file = SegmentsTest.class.getResourceAsStream("/tributary/connector/sms/segments.json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(file).spliterator(), false);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void countsTheVectorsOfTheSheet(JsonNode vector) {
        StringBuilder text = new StringBuilder();
        vector.get("text")
                .forEach(piece ->
                        text.append(piece.get(0).asText().repeat(piece.get(1).asInt())));

        Segments segments = Segments.of(Segments.normal(text.toString()));

        assertThat(segments.encoding().name().toLowerCase(Locale.ROOT))
                .isEqualTo(vector.get("encoding").asText());
        assertThat(segments.units()).isEqualTo(vector.get("units").asInt());
        assertThat(segments.count()).isEqualTo(vector.get("segments").asInt());
        assertThat(segments.left()).isEqualTo(vector.get("left").asInt());
    }

    @Test
    void cutsNothingThatBelongsTogetherAndLosesNothing() {
        Random random = new Random(4);
        String[] characters = {"a", "€", "你", "😀", "[", "\n"};
        for (int trial = 0; trial < 500; trial++) {
            int kinds = trial % 2 == 0 ? 2 : characters.length;
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(600); i > 0; i--) {
                text.append(characters[random.nextInt(kinds)]);
            }

            Segments segments = Segments.of(text.toString());

            assertThat(String.join("", segments.parts())).isEqualTo(text.toString());
            assertThat(segments.parts())
                    .allSatisfy(part -> assertThat(part.isEmpty()
                                    || Character.isLowSurrogate(part.charAt(0))
                                    || Character.isHighSurrogate(part.charAt(part.length() - 1)))
                            .isEqualTo(text.isEmpty()));
        }
    }

    @Test
    void composesCharactersAndLineEndsAndDropsWhatNoStoreTakes() {
        assertThat(Segments.normal("e\u0301\r\nx\ry\u0000")).isEqualTo("é\nx\ny");
    }
}
