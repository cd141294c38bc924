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
    void theHostIsOneAddressNotAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> enabled("0.0.0.0", List.of(), SECRET))
                .withMessage("host: expected one private address at which the other nodes reach this one,"
                        + " found \"0.0.0.0\"");
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
