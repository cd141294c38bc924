package tributary.load.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {

    @Test
    void isReadBackFromItsOwnText() {
        Mark message = new Mark(Mark.Kind.VISITOR, 17, 203);
        Mark reply = new Mark(Mark.Kind.REPLY, 0, 0);

        assertThat(message.text(64)).hasSize(64);
        assertThat(Mark.of(message.text(64))).isEqualTo(message);
        assertThat(Mark.of(reply.text(0))).isEqualTo(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v", "v1", "v1-", "v-1", "vx-1 y", "hello", "v12345678901-1"})
    void isOtherWhereThereIsNone(String text) {
        assertThat(Mark.of(text).kind()).isEqualTo(Mark.Kind.OTHER);
    }
}
