package tributary.gateway.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two probes that exchange what a test lets through. */
class BusProbeTest {

    private long now = 1_000_000_000_000L;
    private final BusProbe a = new BusProbe(() -> now);
    private final BusProbe b = new BusProbe(() -> now);

    @Test
    void aBusThatPassesBothWaysCarries() {
        for (int i = 0; i < 3; i++) {
            second(true, true);
        }

        assertThat(a.carries()).isTrue();
        assertThat(b.carries()).isTrue();
    }

    @Test
    void aNodeNeverHeardIsNotReached() {
        a.next();

        a.judge(List.of("b"));

        assertThat(a.carries()).isFalse();
    }

    @Test
    void aCutOneWayIsSeenOnBothSides() {
        second(true, true);
        second(true, true);
        for (int i = 0; i < 9; i++) {
            second(true, false);
        }

        assertThat(a.carries()).as("a hears nothing").isFalse();
        assertThat(b.carries()).as("b hears that a does not hear it").isFalse();
    }

    @Test
    void carriesAgainAfterTheCut() {
        second(true, true);
        for (int i = 0; i < 9; i++) {
            second(false, false);
        }
        for (int i = 0; i < 3; i++) {
            second(true, true);
        }

        assertThat(a.carries()).isTrue();
        assertThat(b.carries()).isTrue();
    }

    @Test
    void aNodeThatIsGoneIsNotMissed() {
        second(true, true);

        now += 60_000_000_000L;
        a.judge(List.of());

        assertThat(a.carries()).isTrue();
    }

    @Test
    void whatIsNoProbeIsNotHeard() {
        a.next();
        a.heard(new ClusterBus.Message("b", Buffer.buffer("nonsense")), "a");

        a.judge(List.of("b"));

        assertThat(a.carries()).isFalse();
    }

    private void second(boolean toB, boolean toA) {
        now += 1_000_000_000L;
        Buffer fromA = a.next();
        Buffer fromB = b.next();
        if (toB) {
            b.heard(new ClusterBus.Message("a", fromA), "b");
        }
        if (toA) {
            a.heard(new ClusterBus.Message("b", fromB), "a");
        }
        a.judge(List.of("b"));
        b.judge(List.of("a"));
    }
}
