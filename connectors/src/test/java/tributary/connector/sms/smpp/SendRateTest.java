package tributary.connector.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SendRateTest {

    private static final long LATE = TimeUnit.MINUTES.toNanos(5);

    @Test
    void spacesMessagesEvenly() {
        SendRate rate = new SendRate(10, 0);

        assertThat(rate.takeMs(0, LATE)).hasValue(0);
        assertThat(rate.takeMs(0, LATE)).hasValue(100);
        assertThat(rate.takeMs(0, LATE)).hasValue(200);
        assertThat(rate.takeMs(TimeUnit.SECONDS.toNanos(1), LATE)).hasValue(0);
    }

    @Test
    void givesNoPlaceThatComesTooLateAndKeepsItForOthers() {
        SendRate rate = new SendRate(1, 0);
        assertThat(rate.takeMs(0, LATE)).hasValue(0);

        assertThat(rate.takeMs(0, TimeUnit.MILLISECONDS.toNanos(900))).isEmpty();
        assertThat(rate.takeMs(0, LATE)).hasValue(1000);
    }

    @Test
    void halvesWhenThrottledAndRisesAgain() {
        SendRate rate = new SendRate(100, 0);
        rate.throttled(0);
        assertThat(rate.perSecond()).isEqualTo(50);
        rate.throttled(0);
        assertThat(rate.perSecond()).isEqualTo(25);

        rate.takeMs(TimeUnit.SECONDS.toNanos(3), LATE);
        assertThat(rate.perSecond()).isEqualTo(40);
        rate.takeMs(TimeUnit.SECONDS.toNanos(60), LATE);
        assertThat(rate.perSecond()).isEqualTo(100);
    }

    @Test
    void neverStops() {
        SendRate rate = new SendRate(4, 0);
        for (int i = 0; i < 20; i++) {
            rate.throttled(0);
        }

        assertThat(rate.perSecond()).isEqualTo(1);
    }
}
