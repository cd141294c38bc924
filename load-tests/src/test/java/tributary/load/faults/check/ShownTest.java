package tributary.load.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {

    @Test
    void consecutiveEventsAfterTheSubscriptionAreRight() {
        Shown shown = new Shown("mei", "web", true);

        shown.subscribed(7, true);

        assertThat(shown.event(8, "a")).isEmpty();
        assertThat(shown.event(9, "b")).isEmpty();
        assertThat(shown.place()).isEqualTo(9);
    }

    @Test
    void aHoleIsSeenAtOnce() {
        Shown shown = new Shown("mei", "web", true);
        shown.subscribed(7, true);

        assertThat(shown.event(9, "b")).containsExactly("has a hole in web between 7 and 9");
    }

    @Test
    void theSameEventAgainIsRightAndAnotherAtItsPlaceIsNot() {
        Shown shown = new Shown("mei", "web", true);
        shown.subscribed(7, true);
        shown.event(8, "a");

        assertThat(shown.event(8, "a")).isEmpty();
        assertThat(shown.event(8, "b")).containsExactly("was shown two things at position 8 of web");
    }

    @Test
    void anyEventOfAForeignInboxIsWrong() {
        Shown shown = new Shown("mei", "shop", false);

        assertThat(shown.event(0, "a")).containsExactly("was shown position 0 of shop and has no right to");
    }

    @Test
    void aSnapshotStandsForWhatWasMissed() {
        Shown shown = new Shown("mei", "web", true);
        shown.subscribed(7, true);

        assertThat(shown.subscribed(300, false)).isEqualTo(293);
        assertThat(shown.skipped()).isEqualTo(293);
        assertThat(shown.event(301, "a")).isEmpty();
    }
}
