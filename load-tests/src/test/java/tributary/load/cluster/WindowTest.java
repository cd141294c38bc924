package tributary.load.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tributary.load.report.Figure;

final class WindowTest {

    private final Window window = new Window("storm", at(1_000));

    @Test
    void countsWhatWasOnItsWayAtSomeMomentOfIt() {
        window.pushed(at(990), at(1_400), false);
        window.pushed(at(1_500), at(1_510), false);
        window.end(at(2_000));
        window.pushed(at(1_990), at(2_700), false);

        assertThat(window.pushes()).isEqualTo(3);
        assertThat(window.pushP99Ms()).isCloseTo(710, within(1.0));
    }

    @Test
    void leavesOutWhatWasShownBeforeOrWrittenAfter() {
        window.pushed(at(900), at(999), false);
        window.end(at(2_000));
        window.pushed(at(2_001), at(2_900), false);

        assertThat(window.pushes()).isZero();
        assertThat(window.pushP99Ms()).isZero();
    }

    @Test
    void isNotDilutedByWhatComesAfterIt() {
        for (int i = 0; i < 100; i++) {
            window.pushed(at(1_000 + i), at(3_000 + i), false);
        }
        window.end(at(4_000));
        for (int i = 0; i < 100_000; i++) {
            window.pushed(at(4_001 + i), at(4_002 + i), false);
        }

        assertThat(window.pushP99Ms()).isCloseTo(2_000, within(2.0));
    }

    @Test
    void countsApartWhatWasWrittenWithoutAConnection() {
        window.pushed(at(1_100), at(1_110), false);
        window.pushed(at(1_100), at(1_900), true);
        window.end(at(2_500));

        assertThat(window.pushP99Ms()).isCloseTo(10, within(1.0));
        assertThat(figure("offline pushes")).isEqualTo(1);
        assertThat(figure("offline push p99 ms")).isCloseTo(800, within(1.0));
        assertThat(figure("seconds")).isCloseTo(1.5, within(0.001));
    }

    @Test
    void saysWhenItSawTooLittleForA99thPercentile() {
        for (int i = 0; i < 299; i++) {
            window.pushed(at(1_000 + i), at(1_001 + i), false);
        }
        assertThat(window.tooFew()).isTrue();

        window.pushed(at(1_500), at(1_501), false);

        assertThat(window.tooFew()).isFalse();
    }

    private double figure(String what) {
        return window.figures().stream()
                .filter(figure -> figure.name().equals("storm: " + what))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElseThrow();
    }

    private static long at(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
