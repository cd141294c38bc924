package tributary.gateway.identity.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private final Secrets secrets = new Secrets(new SecureRandom());

    @Test
    void makes256BitsThatFitIntoAUrl() {
        assertThat(secrets.next()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(secrets.next());
    }

    @Test
    void hashesTheSameSecretAlikeAndOthersDifferently() {
        assertThat(Secrets.hash("a")).isEqualTo(Secrets.hash("a")).isNotEqualTo(Secrets.hash("b"));
        assertThat(Secrets.hash("a").orElseThrow().length()).isEqualTo(32);
    }

    @Test
    void anEmptyOrEndlessSecretHasNoHashAndSoMatchesNothing() {
        assertThat(Secrets.hash("")).isEmpty();
        assertThat(Secrets.hash(" \t")).isEmpty();
        assertThat(Secrets.hash("x".repeat(1025))).isEmpty();
    }
}
