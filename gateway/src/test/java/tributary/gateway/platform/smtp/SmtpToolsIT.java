package tributary.gateway.platform.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.gateway.platform.smtp.wire.Protocol;

/** Other people's clients: swaks, and smtp-source of Postfix. {@code ./tributary verify} installs them where it may. */
class SmtpToolsIT {

    private static final String SUPPORT = "support@mail.example.com";

    @TempDir
    private Path folder;

    private SmtpFixture smtp;

    @BeforeEach
    void start() throws Exception {
        smtp = new SmtpFixture(
                folder.resolve("spool"), SmtpFixture.config(Map.of("tls", TestCertificate.make(folder))));
    }

    @AfterEach
    void stop() {
        smtp.quiet();
        smtp.close();
    }

    @Test
    void swaksSendsOverSmtpTlsAndLmtp() throws Exception {
        Path swaks = tool("swaks");

        run(
                swaks,
                "--server",
                "127.0.0.1",
                "--port",
                port(Protocol.SMTP),
                "--to",
                SUPPORT,
                "--from",
                "li@example.cn",
                "--body",
                "..dots\n.\n",
                "--tls-optional",
                "--pipeline");
        run(
                swaks,
                "--server",
                "127.0.0.1",
                "--port",
                port(Protocol.LMTP),
                "--protocol",
                "LMTP",
                "--to",
                SUPPORT,
                "--from",
                "<>");

        var secure = smtp.support.next();
        assertThat(secure.envelope().protocol()).isIn("ESMTPS", "ESMTP");
        assertThat(secure.text()).contains("\r\n..dots\r\n.\r\n");
        var local = smtp.support.next();
        assertThat(local.envelope().protocol()).isEqualTo("LMTP");
        assertThat(local.envelope().sender()).isEmpty();
    }

    @Test
    void smtpSourceSendsManyAtOnce() throws Exception {
        Path source = tool("smtp-source");

        run(
                source,
                "-s",
                "8",
                "-m",
                "200",
                "-l",
                "100000",
                "-f",
                "a@b.example",
                "-t",
                SUPPORT,
                "-c",
                "127.0.0.1:" + port(Protocol.SMTP));
        run(
                source,
                "-L",
                "-s",
                "4",
                "-m",
                "50",
                "-l",
                "1000",
                "-f",
                "a@b.example",
                "-t",
                SUPPORT,
                "-c",
                "127.0.0.1:" + port(Protocol.LMTP));

        assertThat(smtp.support.got).hasSize(250);
        assertThat(smtp.counted(SmtpMetrics.MAILS_TOTAL, "protocol", "smtp", "outcome", "accepted"))
                .isEqualTo(200);
    }

    private String port(Protocol protocol) {
        return Integer.toString(smtp.port(protocol));
    }

    private void run(Path tool, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool.toString()));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("tool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as(() -> tool.getFileName() + " has ended, " + smtp.support.got.size() + " mails came")
                    .isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(log, StandardCharsets.ISO_8859_1))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** A missing one is a failure: what nobody else's client ever tried is not known to work. */
    private static Path tool(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin";
        Optional<Path> found = Stream.of(path.split(":"))
                .map(part -> Path.of(part, name))
                .filter(Files::isExecutable)
                .findFirst();
        assertThat(found)
                .as(name + " is installed (Debian: apt-get install swaks postfix)")
                .isPresent();
        return found.orElseThrow();
    }
}
