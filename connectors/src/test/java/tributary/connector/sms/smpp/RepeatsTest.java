package tributary.connector.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private static final Buffer ONE = Buffer.buffer("1");

    private final AtomicInteger ids = new AtomicInteger();
    private final Repeats repeats = new Repeats(() -> "id" + ids.incrementAndGet());

    @Test
    void givesTheSameWordsAnotherIdOnceTheCentreHeardOurYes() {
        String first = repeats.begin(ONE, 0);
        repeats.end(first, true, 1);

        assertThat(repeats.begin(ONE, 2)).isNotEqualTo(first);
    }

    @Test
    void givesTheSameWordsAnotherIdWhileTheFirstAreUnderWay() {
        assertThat(repeats.begin(ONE, 0)).isNotEqualTo(repeats.begin(ONE, 0));
    }

    @Test
    void knowsARepetitionAfterACutConnectionOnce() {
        String first = repeats.begin(ONE, 0);
        repeats.cut(1);
        repeats.end(first, false, 2);

        assertThat(repeats.begin(ONE, 3)).isEqualTo(first);
        assertThat(repeats.begin(ONE, 4)).isNotEqualTo(first);
    }

    @Test
    void knowsARepetitionOfWhatItRefused() {
        String first = repeats.begin(ONE, 0);
        repeats.end(first, false, 1);

        assertThat(repeats.begin(ONE, 2)).isEqualTo(first);
    }

    @Test
    void takesTheSameWordsLongAfterForANewMessage() {
        String first = repeats.begin(ONE, 0);
        repeats.cut(0);

        assertThat(repeats.begin(ONE, TimeUnit.MINUTES.toNanos(5))).isNotEqualTo(first);
    }
}
