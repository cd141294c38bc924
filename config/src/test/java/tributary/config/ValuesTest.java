package tributary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.config.text.ScalarReader;

class ValuesTest {

    @ParameterizedTest
    @CsvSource({"0B,0", "512B,512", "64KiB,65536", "25MiB,26214400", "2GiB,2147483648", "1TiB,1099511627776"})
    void readsASize(String text, long bytes) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
        assertThat(DataSize.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25MB", "25mib", "-1B", "1.5MiB", "1 MiB", "", "9000000TiB"})
    void refusesASize(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSize.parse(text))
                .withMessageMatching("expected a size .*, found \"" + text + "\"");
    }

    @Test
    void boundsASizeThatIsAskedForAsAnInt() {
        assertThat(DataSize.ofKibibytes(64).bytesAsInt()).isEqualTo(65536);
        assertThat(DataSize.parse("3GiB").bytesAsInt()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "30s,PT30S", "5m,PT5M", "12h,PT12H", "7d,PT168H"})
    void readsADuration(String text, Duration duration) {
        assertThat(ScalarReader.duration(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "30 s", "-1s", "1.5s", "1h30m", "30S", "", "PT30S"})
    void refusesADuration(String text) {
        assertThat(ScalarReader.duration(text)).isEmpty();
    }

    @Test
    void readsARate() {
        assertThat(Rate.parse("60/1m")).isEqualTo(new Rate(60, Duration.ofMinutes(1)));
        assertThat(Rate.parse("60/1m").isOff()).isFalse();
        assertThat(Rate.parse("off").isOff()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "60/m", "0/1m", "60/0s", "-1/1m", "60/1", "OFF", "", "9999999999/1s"})
    void refusesARate(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rate.parse(text))
                .withMessage("expected a rate such as \"60/1m\" or \"off\", found \"" + text + "\"");
    }

    @Test
    void refusesARateOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Duration.ZERO));
    }
}
