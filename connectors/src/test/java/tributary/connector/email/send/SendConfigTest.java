package tributary.connector.email.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.config.ConfigException;
import tributary.config.ConfigFile;
import tributary.config.DataSize;
import tributary.config.Secret;
import tributary.connector.email.send.SendConfig.Addresses;
import tributary.connector.email.send.SendConfig.Tls;

class SendConfigTest {

    @Test
    void needsARelayOnly() {
        SendConfig config = read("host: relay.example.com");

        assertThat(config.host()).isEqualTo("relay.example.com");
        assertThat(config.port()).isEqualTo(25);
        assertThat(config.user()).isEmpty();
        assertThat(config.password()).isEmpty();
        assertThat(config.tls()).isEqualTo(Tls.OPTIONAL);
        assertThat(config.ca()).isEmpty();
        assertThat(config.hello()).isEmpty();
        assertThat(config.dkim()).isEmpty();
        assertThat(config.connections()).isEqualTo(4);
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.replyTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.maxMessage()).isEqualTo(DataSize.ofMebibytes(25));
        assertThat(config.addresses()).isEqualTo(Addresses.MARKED);
        assertThat(config.subjectMark()).isFalse();
    }

    @Test
    void readsEveryKey() {
        SendConfig config = read("""
                host: relay.example.com
                port: 2587
                user: support
                password: s3cr3t
                tls: implicit
                ca: /etc/ca.pem
                hello: mx.example.com
                connections: 7
                connect-timeout: 3s
                reply-timeout: 2m
                max-message: 10MiB
                addresses: plain
                subject-mark: true
                """);

        assertThat(config.port()).isEqualTo(2587);
        assertThat(config.user()).contains("support");
        assertThat(config.password()).contains(new Secret("s3cr3t"));
        assertThat(config.tls()).isEqualTo(Tls.IMPLICIT);
        assertThat(config.ca()).contains(Path.of("/etc/ca.pem"));
        assertThat(config.hello()).contains("mx.example.com");
        assertThat(config.connections()).isEqualTo(7);
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.replyTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.maxMessage()).isEqualTo(DataSize.ofMebibytes(10));
        assertThat(config.addresses()).isEqualTo(Addresses.PLAIN);
        assertThat(config.subjectMark()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"25,false,OPTIONAL", "465,false,IMPLICIT", "587,false,REQUIRED", "25,true,REQUIRED", "465,true,IMPLICIT"
    })
    void encryptsAsThePortAndTheLoginWant(int port, boolean login, Tls tls) {
        assertThat(read("host: h\nport: " + port + (login ? "\nuser: u\npassword: p" : ""))
                        .tls())
                .isEqualTo(tls);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port: 25|host: expected the relay's name, found nothing",
                "host: 'a b'|host: expected the relay's name, found \"a b\"",
                "{host: h, port: 70000}|port: expected 1 to 65535, found \"70000\"",
                "{host: h, user: u}|password: expected the password of \"u\", found nothing",
                "{host: h, password: p}|user: expected the login that the password belongs to, found nothing",
                "{host: h, hello: 'a b'}|hello: expected a host name, found \"a b\"",
                "{host: h, connections: 101}|connections: expected 1 to 100, found \"101\"",
                "{host: h, dkim: {selector: s1}}|domain: expected the signing domain, found nothing"
            })
    void saysWhatIsWrong(String yaml, String problem) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem.substring(problem.indexOf(": ")))
                .hasMessageContaining(problem.substring(0, problem.indexOf(": ")));
    }

    private static SendConfig read(String yaml) {
        return ConfigFile.parse(yaml, "tributary.yaml", Map.of()).read(SendConfig.class);
    }
}
