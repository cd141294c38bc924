package tributary.gateway.platform.smtp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopePathTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "TO:<a@b.example> | a@b.example",
                "to: <a@b.example> | a@b.example",
                "TO:<support+c1.1.abc@b.example> | support+c1.1.abc@b.example",
                "TO:<@x.example,@y.example:a@b.example> | a@b.example",
                "TO:<\"a b>@c\"@b.example> | \"a b>@c\"@b.example",
                "TO:<\"a\\\"b\"@b.example> | \"a\\\"b\"@b.example",
                "TO:<a@[192.0.2.1]> | a@[192.0.2.1]",
                "TO:<postmaster> | postmaster",
                "TO:<a..b.@docomo.example> | a..b.@docomo.example",
                "TO:<客服@例子.公司> | 客服@例子.公司"
            })
    void readsPaths(String argument, String address) {
        assertThat(EnvelopePath.parse("TO:", argument).path())
                .hasValueSatisfying(path -> assertThat(path.address()).isEqualTo(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a@b.example",
                "TO:a@b.example",
                "TO:<a@b.example",
                "TO:<a@>",
                "TO:<@>",
                "TO:<a b@c.example>",
                "TO:<a@b@c.example>",
                "TO:<a@b..>",
                "TO:<a@-b.example>",
                "TO:<<a@b.example>>",
                "TO:<a@b.example>x",
                "TO:<\"a@b.example>",
                "TO:<a@b.example\u0000>",
                "FROM:<a@b.example>"
            })
    void refusesWhatIsNone(String argument) {
        assertThat(EnvelopePath.parse("TO:", argument).path()).isEmpty();
    }

    @Test
    void knowsTheNullSender() {
        assertThat(EnvelopePath.parse("FROM:", "FROM:<>").path()).hasValueSatisfying(path -> {
            assertThat(path.isNull()).isTrue();
            assertThat(path.address()).isEmpty();
        });
    }

    @Test
    void leavesTheParameters() {
        assertThat(EnvelopePath.parse("FROM:", "FROM:<a@b.example> SIZE=1 SMTPUTF8")
                        .parameters())
                .isEqualTo("SIZE=1 SMTPUTF8");
    }

    @Test
    void aLongQuotedPartIsReadInTime() {
        String local = "\"" + "\\a".repeat(900) + "\"";

        assertThat(EnvelopePath.parse("TO:", "TO:<" + local + "@b.example>").path())
                .isPresent();
        assertThat(EnvelopePath.parse("TO:", "TO:<" + "a".repeat(1900) + "@@>").path())
                .isEmpty();
    }
}
