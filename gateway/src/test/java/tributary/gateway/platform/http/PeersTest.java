package tributary.gateway.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.connector.WebRoutes.Peer;

class PeersTest {

    private final Peers peers = new Peers(
            List.of(Cidr.parse("10.0.0.0/8").orElseThrow(), Cidr.parse("::1").orElseThrow()));

    @Test
    void withoutHeadersThePeerIsWhoConnected() {
        assertThat(peers.of("10.0.0.1", MultiMap.caseInsensitiveMultiMap())).isEqualTo(new Peer("10.0.0.1", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 198.51.100.1                     | 203.0.113.9",
                "10.0.0.1    | 198.51.100.1                     | 198.51.100.1",
                "10.0.0.1    | 1.1.1.1, 198.51.100.1, 10.0.0.2  | 198.51.100.1",
                "10.0.0.1    | 10.0.0.3, 10.0.0.2               | 10.0.0.3",
                "10.0.0.1    | 198.51.100.1, nonsense           | 10.0.0.1",
                "10.0.0.1    | 198.51.100.1:5555                | 198.51.100.1",
                "::1         | [2001:db8::7]:443                | 2001:db8::7"
            })
    void thePeerIsTheRightmostAddressThatIsNoTrustedProxy(String remote, String chain, String peer) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", chain);

        assertThat(peers.of(remote, headers)).isEqualTo(new Peer(peer, true));
    }

    @Test
    void readsTheStandardHeaderToo() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Forwarded", "for=192.0.2.43;proto=https")
                .add("Forwarded", "proto=http; For=\"[2001:db8:cafe::17]:4711\", for=10.0.0.2");

        assertThat(peers.of("10.0.0.1", headers)).isEqualTo(new Peer("2001:db8:cafe::17", true));
    }
}
