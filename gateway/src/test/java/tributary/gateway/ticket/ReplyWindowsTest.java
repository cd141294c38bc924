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
        JsonObject first = granted(null, ReplyGrant.window("message", SOON, 5));
        JsonObject used = ReplyWindows.taken(first, NOW, 4).orElseThrow().after();

        JsonObject again = granted(used, ReplyGrant.window("message", LATER, 5));

        assertThat(ReplyWindows.shown(again).encode())
                .isEqualTo("{\"closed\":null,\"grants\":[{\"until\":\"2026-11-03T12:00:00.000Z\",\"left\":5}]}");
    }

    @Test
    void messagesAreTakenFromTheWindowThatEndsFirst() {
        JsonObject both =
                granted(granted(null, ReplyGrant.window("message", LATER, 5)), ReplyGrant.window("menu", SOON, 3));

        ReplyWindows.Taken taken = ReplyWindows.taken(both, NOW, 4).orElseThrow();

        JsonObject left = taken.after();

        assertThat(left.getJsonObject("windows").getJsonObject("menu").getInteger("left"))
                .isZero();
        assertThat(left.getJsonObject("windows").getJsonObject("message").getInteger("left"))
                .isEqualTo(4);
        assertThat(ReplyWindows.returned(left, taken.taken())).isEqualTo(both);
    }

    @Test
    void nothingIsGivenBackToAWindowThatWasGrantedAnew() {
        JsonObject first = granted(null, ReplyGrant.window("message", SOON, 5));
        ReplyWindows.Taken taken = ReplyWindows.taken(first, NOW, 2).orElseThrow();
        JsonObject again = granted(taken.after(), ReplyGrant.window("message", LATER, 5));
        JsonObject closed = granted(taken.after(), ReplyGrant.closed("unfollowed"));

        assertThat(ReplyWindows.returned(again, taken.taken())).isEqualTo(again);
        assertThat(ReplyWindows.returned(closed, taken.taken())).isEqualTo(closed);
    }

    @Test
    void whileAColleagueHasTheConversationTheCustomersMessagesDoNotOpenIt() {
        JsonObject held =
                granted(granted(null, ReplyGrant.window("message", SOON, 5)), ReplyGrant.held("taken-over", LATER));

        JsonObject written = granted(held, ReplyGrant.window("message", LATER, 5));

        assertThat(ReplyWindows.taken(written, NOW, 1)).isEmpty();
        assertThat(ReplyWindows.shown(written).getString("closed")).isEqualTo("taken-over");
        JsonObject ended = granted(written, ReplyGrant.closed("session-ended"));
        assertThat(ReplyWindows.shown(ended).getString("closed")).isEqualTo("session-ended");
        JsonObject open = granted(ended, ReplyGrant.window("message", LATER, 5));
        assertThat(ReplyWindows.taken(open, NOW, 1)).isPresent();
    }

    @Test
    void aHoldThatNobodyEndedIsOverInTheEnd() {
        JsonObject held = granted(null, ReplyGrant.held("taken-over", SOON));

        JsonObject written = ReplyWindows.granted(held, ReplyGrant.window("message", LATER, 5), SOON);

        assertThat(ReplyWindows.taken(written, SOON, 1)).isPresent();
    }

    @Test
    void nothingIsTakenFromAWindowThatIsOver() {
        JsonObject window = granted(null, ReplyGrant.window("message", SOON, 5));

        assertThat(ReplyWindows.taken(window, SOON, 1)).isEmpty();
        assertThat(ReplyWindows.taken(window, SOON.minusMillis(1), 1)).isPresent();
    }

    @Test
    void allPiecesOrNoneAreTaken() {
        JsonObject window = granted(null, ReplyGrant.window("message", LATER, 2));

        assertThat(ReplyWindows.taken(window, NOW, 3)).isEmpty();
        assertThat(ReplyWindows.taken(window, NOW, 2)).isPresent();
    }

    @Test
    void aClosedCustomerIsOpenedByTheNextGrant() {
        JsonObject closed = granted(null, ReplyGrant.closed("opted-out"));

        assertThat(ReplyWindows.taken(closed, NOW, 1)).isEmpty();
        assertThat(ReplyWindows.shown(closed).getString("closed")).isEqualTo("opted-out");
        assertThat(granted(closed, ReplyGrant.open())).isNull();
        assertThat(ReplyWindows.shown(granted(closed, ReplyGrant.window("m", LATER, 1)))
                        .getString("closed"))
                .isNull();
    }

    private static JsonObject granted(JsonObject before, ReplyGrant grant) {
        return ReplyWindows.granted(before, grant, NOW);
    }
}
