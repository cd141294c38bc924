package tributary.gateway.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RedisConfigTest {

    @Test
    void thereIsNoneUnlessNamed() {
        assertThat(new RedisConfig(null).none()).isTrue();
        assertThat(new RedisConfig("none").none()).isTrue();
        assertThat(new RedisConfig("redis://127.0.0.1:6379/0").none()).isFalse();
    }

    @Test
    void aWrongAddressIsRefusedWithoutRepeatingItsPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedisConfig("http://user:hunter2@host"))
                .withMessage("redis: expected \"none\" or \"redis://user:password@host:6379/0\""
                        + " (special characters percent-encoded), found another value");
    }

    @Test
    void showsNoPassword() {
        assertThat(new RedisConfig("redis://user:hunter2@host:6379/0"))
                .hasToString("RedisConfig[redis://***@host:6379/0]");
    }
}
