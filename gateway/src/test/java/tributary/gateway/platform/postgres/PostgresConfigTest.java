package tributary.gateway.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.config.ConfigException;

class PostgresConfigTest {

    @Test
    void isEmbeddedWithSixteenConnectionsByDefault() {
        PostgresConfig config = new PostgresConfig(null, 0);

        assertThat(config.embedded()).isTrue();
        assertThat(config.poolSize()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u@h/db",
                "postgresql://u:p@h:5432/db",
                "postgres://u:p%40%2F@h/db?sslmode=require",
                "postgresql://u:p@[::1]:5432/db"
            })
    void takesTheUriOfAServer(String uri) {
        assertThat(new PostgresConfig(uri, 0).embedded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yes", "mysql://u:p@h/db", "postgresql://h/db", "postgresql://u:p@h", "postgresql://u:p@h/"})
    void saysWhatItExpectsAndNeverThePassword(String wrong) {
        assertThatThrownBy(() -> new PostgresConfig(wrong, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("store.postgres: expected \"embedded\" or \"postgresql://user:password@host")
                .hasMessageEndingWith(wrong.replace("u:p@", "u:***@") + "\"");
    }

    @Test
    void showsNoPassword() {
        assertThat(new PostgresConfig("postgresql://u:secret@h/db?password=secret2&a=b", 4))
                .hasToString("PostgresConfig[postgresql://u:***@h/db?password=***&a=b, poolSize=4]");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 51})
    void boundsThePool(int size) {
        assertThatThrownBy(() -> new PostgresConfig(null, size))
                .hasMessage("store.pool-size: expected 2 to 50, found " + size);
    }
}
