package tributary.gateway.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/9, 10.128.0.0, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "fe80::/10, fe80::1%eth0, true",
        "0.0.0.0/0, ::1, false",
        "10.0.0.0/8, localhost, false"
    })
    void saysWhetherAnAddressIsInTheBlock(String block, String address, boolean in) {
        assertThat(Cidr.parse(block).orElseThrow().contains(address)).isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0.0/33", "::1/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8"})
    void refusesWhatIsNoBlock(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }

    @Test
    void theConfigurationNamesTheWrongProxy() {
        assertThat(catchThrowable(() -> new HttpConfig(null, null, List.of("proxy.example.com"))))
                .hasMessage("trusted-proxies: expected addresses or blocks such as \"10.0.0.0/8\", found"
                        + " \"proxy.example.com\"");
    }
}
