package tributary.gateway.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tributary.conversation.ReplyGrant;

class ReplyWindowsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(2));
    private static final Instant SOON = NOW.plus(Duration.ofMinutes(1));

    @Test
    void aNewWindowOfTheSameNameTakesThePlaceOfTheOlder() {
        JsonObject first = ReplyWindows.granted(null, ReplyGrant.window("message", SOON, 5));
        JsonObject used = ReplyWindows.taken(first, NOW, 4).orElseThrow();

        JsonObject again = ReplyWindows.granted(used, ReplyGrant.window("message", LATER, 5));

        assertThat(ReplyWindows.shown(again).encode())
                .isEqualTo("{\"closed\":null,\"grants\":[{\"until\":\"2026-11-03T12:00:00.000Z\",\"left\":5}]}");
    }

    @Test
    void messagesAreTakenFromTheWindowThatEndsFirst() {
        JsonObject both = ReplyWindows.granted(
                ReplyWindows.granted(null, ReplyGrant.window("message", LATER, 5)), ReplyGrant.window("menu", SOON, 3));

        JsonObject left = ReplyWindows.taken(both, NOW, 4).orElseThrow();

        assertThat(left.getJsonObject("windows").getJsonObject("menu").getInteger("left"))
                .isZero();
        assertThat(left.getJsonObject("windows").getJsonObject("message").getInteger("left"))
                .isEqualTo(4);
    }

    @Test
    void nothingIsTakenFromAWindowThatIsOver() {
        JsonObject window = ReplyWindows.granted(null, ReplyGrant.window("message", SOON, 5));

        assertThat(ReplyWindows.taken(window, SOON, 1)).isEmpty();
        assertThat(ReplyWindows.taken(window, SOON.minusMillis(1), 1)).isPresent();
    }

    @Test
    void allPiecesOrNoneAreTaken() {
        JsonObject window = ReplyWindows.granted(null, ReplyGrant.window("message", LATER, 2));

        assertThat(ReplyWindows.taken(window, NOW, 3)).isEmpty();
        assertThat(ReplyWindows.taken(window, NOW, 2)).isPresent();
    }

    @Test
    void aClosedCustomerIsOpenedByTheNextGrant() {
        JsonObject closed = ReplyWindows.granted(null, ReplyGrant.closed("opted-out"));

        assertThat(ReplyWindows.taken(closed, NOW, 1)).isEmpty();
        assertThat(ReplyWindows.shown(closed).getString("closed")).isEqualTo("opted-out");
        assertThat(ReplyWindows.granted(closed, ReplyGrant.open())).isNull();
        assertThat(ReplyWindows.shown(ReplyWindows.granted(closed, ReplyGrant.window("m", LATER, 1)))
                        .getString("closed"))
                .isNull();
    }
}
