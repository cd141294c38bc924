package tributary.connector.livechat.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginRuleTest {
    private final OriginRule rule = OriginRule.of(
            URI.create("https://support.example.com/chat"),
            List.of(
                    "https://shop.example.com",
                    "https://*.example.org",
                    "http://local.test:3000",
                    "HTTPS://Big.example.com"));

    @ParameterizedTest
    @CsvSource({
        "https://support.example.com, true",
        "https://shop.example.com, true",
        "https://shop.example.com:443, true",
        "https://big.example.com, true",
        "http://local.test:3000, true",
        "https://a.example.org, true",
        "https://example.org, false",
        "https://a.b.example.org, false",
        "https://.example.org, false",
        "https://*.example.org, false",
        "https://a.example.org.evil, false",
        "https://shop.example.com.evil, false",
        "https://shop.example.com:8443, false",
        "http://shop.example.com, false",
        "https://xshop.example.com, false",
        "https://shop.example.com/, false",
        "https://shop.example.com@evil.com, false",
        "HTTPS://SHOP.EXAMPLE.COM, false",
        "https://shop.example.com., false",
        "http://local.test, false",
        "null, false",
        "file://, false",
        "'', false"
    })
    void comparesSchemeHostAndPort(String origin, boolean allowed) {
        assertThat(rule.allows(origin)).isEqualTo(allowed);
    }

    @Test
    void refusesAPageWithoutOrigin() {
        assertThat(rule.allows(null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, true",
        "http://127.0.0.1:8080, true",
        "http://[::1]:8080, true",
        "http://127.0.0.1:8081, false",
        "https://127.0.0.1:8080, false",
        "http://127.0.0.2:8080, false"
    })
    void countsTheNamesOfTheLoopbackAsOne(String origin, boolean allowed) {
        OriginRule local = OriginRule.of(URI.create("http://127.0.0.1:8080"), List.of());

        assertThat(local.allows(origin)).isEqualTo(allowed);
    }

    @Test
    void namesTheEntryThatIsNoOrigin() {
        assertThatThrownBy(() -> OriginRule.of(URI.create("http://localhost"), List.of("shop.example.com")))
                .hasMessage("expected an origin such as \"https://shop.example.com\", found \"shop.example.com\"");
    }
}
