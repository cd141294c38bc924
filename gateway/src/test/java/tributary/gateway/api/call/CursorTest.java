package tributary.gateway.api.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.gateway.platform.http.Problem;

class CursorTest {

    @Test
    void leadsBackToItsPlaceAndFitsInAUrl() {
        String cursor = Cursor.of("tickets", 1_763_700_000_123_456L, 48_213L);

        JsonArray keys = Cursor.read(cursor, "tickets", Long.class, Long.class);

        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        assertThat(keys.getLong(0)).isEqualTo(1_763_700_000_123_456L);
        assertThat(keys.getLong(1)).isEqualTo(48_213L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!", "bnVsbA", "W10", "WyJ0aWNrZXRzIl0", "WyJ0aWNrZXRzIiwiYSIsMV0", "eyJhIjoxfQ"})
    void whatIsNoCursorIsABadRequest(String text) {
        assertThat(catchThrowable(() -> Cursor.read(text, "tickets", Long.class, Long.class)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(400));
    }

    @Test
    void aCursorOfAnotherListDoesNotFit() {
        String cursor = Cursor.of("messages", 1L, 2L);

        assertThat(catchThrowable(() -> Cursor.read(cursor, "tickets", Long.class, Long.class)))
                .isInstanceOf(Problem.class);
    }
}
