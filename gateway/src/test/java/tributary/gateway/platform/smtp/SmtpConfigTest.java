package tributary.gateway.platform.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.config.ConfigFile;
import tributary.config.DataSize;
import tributary.gateway.platform.smtp.wire.Protocol;

class SmtpConfigTest {

    @TempDir
    private Path folder;

    @Test
    void hasTheDefaultsOfTheSheet() throws IOException {
        SmtpConfig config = read("{}");

        assertThat(config).isEqualTo(SmtpConfig.DEFAULT);
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.listeningPort(Protocol.SMTP)).hasValue(2525);
        assertThat(config.listeningPort(Protocol.LMTP)).hasValue(2424);
        assertThat(config.maxMessage()).isEqualTo(DataSize.ofMebibytes(35));
        assertThat(config.maxConnections()).isEqualTo(200);
        assertThat(config.maxRecipients()).isEqualTo(100);
        assertThat(config.maxMails()).isEqualTo(30);
        assertThat(config.timeouts())
                .isEqualTo(new SmtpConfig.Timeouts(
                        Duration.ofMinutes(5), Duration.ofMinutes(3), Duration.ofHours(1), Duration.ofSeconds(10)));
    }

    @Test
    void readsEveryKey() throws IOException {
        SmtpConfig config = read("{host: 0.0.0.0, port: 25, lmtp-port: off, hostname: mail.example.com,"
                + " tls: {certificate: c.pem, key: k.pem}, max-message: 1MiB, max-connections: 2, max-recipients: 3,"
                + " max-mails: 4, timeouts: {command: 1s, data: 2s, mail: 3s, deliver: 4s}, relays: [10.0.0.0/8],"
                + " proxy-protocol: [10.0.0.1], lenient: [10.0.0.2]}");

        assertThat(config)
                .isEqualTo(new SmtpConfig(
                        "0.0.0.0",
                        "25",
                        "off",
                        "mail.example.com",
                        new SmtpConfig.Tls("c.pem", "k.pem"),
                        DataSize.ofMebibytes(1),
                        2,
                        3,
                        4,
                        new SmtpConfig.Timeouts(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4)),
                        List.of("10.0.0.0/8"),
                        List.of("10.0.0.1"),
                        List.of("10.0.0.2")));
        assertThat(config.listeningPort(Protocol.LMTP)).isEmpty();
    }

    @Test
    void aPortCanBeOff() throws IOException {
        assertThat(read("{port: 0}").listeningPort(Protocol.SMTP)).isEmpty();
        assertThat(read("{port: off}").listeningPort(Protocol.SMTP)).isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        expectProblem("{port: 70000}", "port: expected 1 to 65535, or \"off\", found \"70000\"");
        expectProblem("{lmtp-port: 25}", "lmtp-port: expected another port than SMTP's (RFC 2033), found \"25\"");
        expectProblem(
                "{relays: [here]}", "relays: expected addresses or blocks such as \"10.0.0.0/8\", found \"here\"");
        expectProblem(
                "{max-message: 65MiB}",
                "max-message: expected a size such as \"35MiB\", at most 64MiB, found \"65MiB\"");
        expectProblem("{max-mails: 0}", "max-mails: expected at least 1, found \"0\"");
        expectProblem("{tls: {certificate: c.pem}}", "key: expected both files or neither, found one");
        expectProblem("{hostname: \"a b\"}", "hostname: expected a name such as \"mail.example.com\", found \"a b\"");
        expectProblem("{timeouts: {data: 0s}}", "data: expected some time such as \"30s\"");
    }

    private void expectProblem(String smtp, String problem) {
        assertThatThrownBy(() -> read(smtp)).hasMessageContaining(problem);
    }

    private SmtpConfig read(String smtp) throws IOException {
        Path file = Files.writeString(folder.resolve("tributary.yaml"), "smtp: " + smtp + "\n");
        return ConfigFile.open(file, Map.of()).read(Root.class).smtp();
    }

    record Root(SmtpConfig smtp) {
        Root {
            smtp = smtp == null ? SmtpConfig.DEFAULT : smtp;
        }
    }
}
