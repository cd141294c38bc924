package tributary.gateway.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tributary.config.Secret;

class ClusterConfigTest {

    private static final Secret SECRET = new Secret("0123456789abcdef");

    @Test
    void aNodeIsAloneUnlessToldOtherwise() {
        assertThat(ClusterConfig.OFF.enabled()).isFalse();
        assertThat(ClusterConfig.OFF.node()).isEqualTo("a");
        assertThat(ClusterConfig.OFF.host()).isEqualTo("127.0.0.1");
        assertThat(ClusterConfig.OFF.port()).isEqualTo(5701);
        assertThat(ClusterConfig.OFF.busPort()).isEqualTo(5801);
        assertThat(ClusterConfig.OFF.loopback()).isTrue();
    }

    @Test
    void aShortSecretKeepsNobodyOut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> enabled("10.0.0.1", List.of(), new Secret("0123456789abcde")))
                .withMessage("secret: expected at least 16 characters, the same on each node"
                        + " (\"openssl rand -hex 24\" makes one), found fewer");
    }

    @Test
    void aMemberIsAHostAndItsPort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> enabled("10.0.0.1", List.of("10.0.0.2"), SECRET))
                .withMessage("members: expected host:port such as \"10.0.0.2:5701\", found \"10.0.0.2\"");
    }

    @Test
    void theHostIsOneAddressInDigitsNotAll() {
        for (String host : List.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0", "localhost", "node-a.example", "", "10.0.0")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> enabled(host, List.of(), SECRET))
                    .withMessage("host: expected one private IP address of this machine at which the other nodes reach"
                            + " it, found \"" + host + '"');
        }
    }

    @Test
    void itIsSeenWhetherTheAddressIsOurs() {
        assertThat(enabled("127.0.0.1", List.of(), SECRET).isHere()).isTrue();
        assertThat(enabled("192.0.2.1", List.of(), SECRET).isHere()).isFalse();
    }

    @Test
    void portsAreTwoAndCanBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterConfig(true, "b", "127.0.0.1", 5701, 5701, null, SECRET, null))
                .withMessage("bus-port: expected another port than cluster.port, found 5701");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterConfig(true, "b", "127.0.0.1", 0, null, null, SECRET, null))
                .withMessage("port: expected 1 to 65535, found 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> enabled("127.0.0.1", List.of("10.0.0.2:99999"), SECRET))
                .withMessage("members: expected host:port such as \"10.0.0.2:5701\", found \"10.0.0.2:99999\"");
    }

    @Test
    void tlsIsThreeFilesOrNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ClusterConfig.Tls(Optional.of(Path.of("a.pem")), Optional.empty(), Optional.empty()))
                .withMessage("certificate: expected certificate, key and ca, found only some of them");
    }

    private static ClusterConfig enabled(String host, List<String> members, Secret secret) {
        return new ClusterConfig(true, "b", host, null, null, members, secret, null);
    }
}
