package tributary.gateway.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    private final Origins shop = new Origins(URI.create("https://help.example.com"));
    private final Origins local = new Origins(URI.create("http://127.0.0.1:8080"));

    @ParameterizedTest
    @ValueSource(strings = {"https://help.example.com", "https://HELP.example.com", "https://help.example.com:443"})
    void knowsItsOwnOriginInEverySpelling(String origin) {
        assertThat(shop.allows(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://help.example.com.evil",
                "http://help.example.com",
                "https://help.example.com:444",
                "null",
                "",
                "https://help.example.com/",
                "https://x@help.example.com",
                "https://example.com",
                "https://"
            })
    void refusesEverybodyElse(String origin) {
        assertThat(shop.allows(origin)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080", "http://127.8.0.1:8080"})
    void takesTheNamesOfThisMachineForOne(String origin) {
        assertThat(local.allows(origin)).isTrue();
    }

    @Test
    void anotherPortOfThisMachineIsSomebodyElse() {
        assertThat(local.allows("http://localhost:3000")).isFalse();
        assertThat(local.allows("http://127.0.0.1.evil.example:8080")).isFalse();
    }
}
