package tributary.connector.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SendRateTest {

    @Test
    void spacesMessagesEvenly() {
        SendRate rate = new SendRate(10, 0);

        assertThat(rate.takeMs(0)).isZero();
        assertThat(rate.takeMs(0)).isEqualTo(100);
        assertThat(rate.takeMs(0)).isEqualTo(200);
        assertThat(rate.takeMs(TimeUnit.SECONDS.toNanos(1))).isZero();
    }

    @Test
    void halvesWhenThrottledAndRisesAgain() {
        SendRate rate = new SendRate(100, 0);
        rate.throttled(0);
        assertThat(rate.perSecond()).isEqualTo(50);
        rate.throttled(0);
        assertThat(rate.perSecond()).isEqualTo(25);

        rate.takeMs(TimeUnit.SECONDS.toNanos(3));
        assertThat(rate.perSecond()).isEqualTo(40);
        rate.takeMs(TimeUnit.SECONDS.toNanos(60));
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
