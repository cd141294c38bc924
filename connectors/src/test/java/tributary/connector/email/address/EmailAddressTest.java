package tributary.connector.email.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @Test
    void keepsTheLocalPartAndLowersTheDomain() {
        EmailAddress address = EmailAddress.parse("<Li.Lei@Example.CN>");

        assertThat(address).hasToString("Li.Lei@example.cn");
        assertThat(address.canonical()).isEqualTo("li.lei@example.cn");
        assertThat(address).isEqualTo(EmailAddress.parse("li.LEI@EXAMPLE.cn")).hasSameHashCodeAs("li.lei@example.cn");
    }

    @Test
    void writesADomainInAnotherScriptInAscii() {
        assertThat(EmailAddress.parse("li@例子.中国")).hasToString("li@xn--fsqu00a.xn--fiqs8s");
        assertThat(EmailAddress.parse("li@例子。中国").domain()).isEqualTo("xn--fsqu00a.xn--fiqs8s");
        assertThat(EmailAddress.parse("a@Bücher.example").domain()).isEqualTo("xn--bcher-kva.example");
    }

    @Test
    void refusesALocalPartInAnotherScriptByName() {
        assertThatThrownBy(() -> EmailAddress.parse("李雷@example.cn"))
                .hasMessage("expected an ASCII local part, found \"李雷\":"
                        + " mail to names in other scripts needs SMTPUTF8, which is not spoken here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a..b@docomo.example", "a.@docomo.example", "o'neil+x=y@example.com", "x@a_b.example", "r@h"})
    void takesWhatExists(String text) {
        assertThat(EmailAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a@",
                "@example.com",
                "a b@example.com",
                "\"a b\"@example.com",
                "a@[127.0.0.1]",
                "a@example..com",
                "a@-example.com",
                "a@example.com>",
                "<a@example.com",
                "a,b@example.com",
                "a@example.com\r\nRCPT TO:<x@example.com>",
                "a\r\n@example.com",
                "a\n@example.com",
                "a@exam\rple.com",
                "a\u0000@example.com",
                "a@b@example.com\u2028"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> EmailAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected ")
                .message()
                .doesNotContain("\r", "\n");
    }

    @Test
    void holdsToTheLengthsOfSmtp() {
        String label = "d".repeat(60);

        assertThat(EmailAddress.parse("a".repeat(64) + "@example.com").local()).hasSize(64);
        assertThatThrownBy(() -> EmailAddress.parse("a".repeat(65) + "@example.com"))
                .hasMessage("expected a local part of at most 64 characters, found 65");
        assertThatThrownBy(() -> EmailAddress.parse("a@" + String.join(".", label, label, label, label, label)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
