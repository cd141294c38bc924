package tributary.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PushTest {

    @Test
    void sendsTwoEnvelopesForFewListenersOneByOne() {
        List<Hub.Push> singles = pushes(2, 10);

        assertThat(Hub.Push.joined(singles, 9)).isEqualTo(singles);
        assertThat(Hub.Push.joined(singles, 10)).hasSize(1);
    }

    @Test
    void putsConsecutiveEnvelopesIntoOneArray() {
        List<Hub.Push> joined = Hub.Push.joined(pushes(3, 10), 1);

        assertThat(joined).hasSize(1);
        assertThat(joined.get(0).first()).isEqualTo(1);
        assertThat(joined.get(0).last()).isEqualTo(3);
        assertThat(new JsonArray(joined.get(0).frame())).hasSize(3);
    }

    @Test
    void keepsPositionsContiguousAcrossBoundedArrays() {
        List<Hub.Push> joined = Hub.Push.joined(pushes(120, 10), 1);

        assertThat(joined).extracting(Hub.Push::first).containsExactly(1L, 51L, 101L);
        assertThat(joined).extracting(Hub.Push::last).containsExactly(50L, 100L, 120L);
    }

    @Test
    void boundsTheLengthOfAnArray() {
        List<Hub.Push> joined = Hub.Push.joined(pushes(5, 20_000), 1);

        assertThat(joined).hasSize(5);
        assertThat(joined).allSatisfy(push -> assertThat(push.frame()).startsWith("{"));
    }

    private static List<Hub.Push> pushes(int count, int length) {
        return new ArrayList<>(LongStream.rangeClosed(1, count)
                .mapToObj(s -> new Hub.Push("inbox:web", s, s, "{\"x\":\"" + "x".repeat(length) + "\"}"))
                .toList());
    }
}
