package tributary.connector.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tributary.connector.sms.smpp.Handover.Unheard;
import tributary.connector.sms.smpp.Repeats.UnderWay;

class RepeatsTest {

    private static final Buffer ONE = Buffer.buffer("1");
    private static final Buffer TWO = Buffer.buffer("2");

    private final Repeats repeats = new Repeats("a");

    @Test
    void givesTheSameWordsAnotherIdOnceTheCentreHeardOurYes() {
        UnderWay first = repeats.begin(ONE, 0);
        repeats.end(first, true, 1);

        assertThat(repeats.begin(ONE, 2).id()).isNotEqualTo(first.id());
    }

    @Test
    void givesTheSameWordsAnotherIdWhileTheFirstAreUnderWay() {
        assertThat(repeats.begin(ONE, 0).id())
                .isNotEqualTo(repeats.begin(ONE, 0).id());
    }

    @Test
    void knowsARepetitionAfterACutConnectionOnce() {
        UnderWay first = repeats.begin(ONE, 0);
        repeats.cut(1);
        repeats.end(first, false, 2);

        assertThat(repeats.begin(ONE, 3).id()).isEqualTo(first.id());
        assertThat(repeats.begin(ONE, 4).id()).isNotEqualTo(first.id());
    }

    @Test
    void anAnswerOfACutConnectionDecidesNothingAboutTheRepetition() {
        UnderWay first = repeats.begin(ONE, 0);
        repeats.cut(1);
        UnderWay again = repeats.begin(ONE, 2);
        repeats.end(first, false, 3);
        repeats.end(again, true, 4);

        assertThat(repeats.begin(ONE, 5).id()).isNotEqualTo(first.id());
    }

    @Test
    void knowsARepetitionOfWhatItRefused() {
        UnderWay first = repeats.begin(ONE, 0);
        repeats.end(first, false, 1);

        assertThat(repeats.begin(ONE, 2).id()).isEqualTo(first.id());
    }

    @Test
    void takesTheSameWordsLongAfterForANewMessage() {
        UnderWay first = repeats.begin(ONE, 0);
        repeats.cut(0);

        assertThat(repeats.begin(ONE, TimeUnit.MINUTES.toNanos(5)).id()).isNotEqualTo(first.id());
    }

    @Test
    void handsOverUpToTheFirstThatIsUnderWay() {
        repeats.end(repeats.begin(ONE, 0), true, 1);
        UnderWay second = repeats.begin(TWO, 2);
        repeats.end(repeats.begin(ONE, 3), true, 4);

        Handover handover = Handover.read(repeats.handover(5).write());

        assertThat(handover).isEqualTo(new Handover("a", 1, List.of()));
        assertThat(handover.firstOpen()).isEqualTo(second.id());
        assertThat(handover.lastOpen()).isGreaterThan(second.id()).hasSameSizeAs(second.id());
    }

    @Test
    void handsOverWhatIsInDoubtWithItsAge() {
        UnderWay first = repeats.begin(ONE, 0);
        UnderWay second = repeats.begin(TWO, 0);
        repeats.cut(0);
        UnderWay again = repeats.begin(ONE, 0);

        Handover handover =
                Handover.read(repeats.handover(TimeUnit.MILLISECONDS.toNanos(7)).write());

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(handover.through()).isEqualTo(2);
        assertThat(handover.unheard())
                .containsExactlyInAnyOrder(
                        new Unheard(first.id(), ONE, Duration.ofMillis(7)),
                        new Unheard(second.id(), TWO, Duration.ofMillis(7)));
    }

    @Test
    void handsNothingOverThatIsTooOld() {
        repeats.begin(ONE, 0);
        repeats.cut(0);

        assertThat(repeats.handover(TimeUnit.MINUTES.toNanos(5)).unheard()).isEmpty();
    }
}
