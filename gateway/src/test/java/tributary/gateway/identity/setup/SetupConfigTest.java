package tributary.gateway.identity.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import tributary.config.Secret;

class SetupConfigTest {

    @Test
    void hasADefaultAddressAndNoSecrets() {
        SetupConfig config = new SetupConfig(Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(config.emailOrDefault()).isEqualTo("admin@example.com");
        assertThat(config.password()).isEmpty();
        assertThat(config.token()).isEmpty();
    }

    @Test
    void takesWhatIsGivenAndPrintsNoSecret() {
        SetupConfig config = new SetupConfig(
                Optional.of("boss@example.com"),
                Optional.of(new Secret("correct horse")),
                Optional.of(new Secret("trb_token")));

        assertThat(config.emailOrDefault()).isEqualTo("boss@example.com");
        assertThat(config.password()).contains("correct horse");
        assertThat(config.token()).contains("trb_token");
        assertThat(config.toString()).doesNotContain("horse").doesNotContain("trb_");
    }

    @Test
    void takesAnEmptySecretForNone() {
        SetupConfig config =
                new SetupConfig(Optional.of(""), Optional.of(new Secret("")), Optional.of(new Secret(" ")));

        assertThat(config.emailOrDefault()).isEqualTo("admin@example.com");
        assertThat(config.password()).isEmpty();
        assertThat(config.token()).isEmpty();
    }

    @Test
    void namesTheKeyOfAWrongAddress() {
        assertThatThrownBy(() -> new SetupConfig(Optional.of("boss"), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("admin-email: expected an e-mail address such as \"mei@example.com\", found \"boss\"");
    }
}
