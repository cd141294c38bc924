package tributary.connector.sms.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.conversation.IdentityKey;

class PhoneNumberTest {

    @ParameterizedTest
    @CsvSource({
        "+8613800138000, +8613800138000",
        "8613800138000, +8613800138000",
        "008613800138000, +8613800138000",
        "+86 138-0013-8000, +8613800138000",
        "(44) 7700 900001, +447700900001",
        "15005550006, +15005550006",
        "10690001, 10690001",
        "12345, 12345",
        "Tributary, Tributary"
    })
    void readsWhatProvidersWrite(String written, String value) {
        assertThat(PhoneNumber.of(written).value()).isEqualTo(value);
    }

    @Test
    void addsTheCountryToANationalNumber() {
        assertThat(PhoneNumber.of("86", "13800138000").value()).isEqualTo("+8613800138000");
        assertThat(PhoneNumber.of("86", "+8613800138000").value()).isEqualTo("+8613800138000");
        assertThat(PhoneNumber.of("86", "12345")).isEqualTo(PhoneNumber.local("12345"));
    }

    @Test
    void isOnePersonEverywhereOnlyIfItIsInternational() {
        assertThat(PhoneNumber.of("8613800138000").at("sms").identity())
                .isEqualTo(new IdentityKey("phone", "", "+8613800138000"));
        assertThat(PhoneNumber.of("10690001").at("sms").identity())
                .isEqualTo(new IdentityKey("phone", "sms", "10690001"));
        assertThat(PhoneNumber.of("Bank").at("sms").identity()).isEqualTo(new IdentityKey("phone", "sms", "bank"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<script>", "1234567890123456789012", "a\nb"})
    void refusesWhatIsNoAddressWithoutQuotingIt(String written) {
        assertThatThrownBy(() -> PhoneNumber.of(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("number: expected 1 to 21 letters or digits");
    }
}
