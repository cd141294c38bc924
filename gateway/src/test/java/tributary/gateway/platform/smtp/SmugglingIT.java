package tributary.gateway.platform.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.gateway.platform.smtp.SmtpFixture.Got;
import tributary.gateway.platform.smtp.wire.Protocol;

/**
 * SMTP smuggling (CVE-2023-51764): the streams each hide a second mail from {@code ceo@victim.example} behind an end of data
 * that is none. Over SMTP and LMTP, at once and in single bytes.
 */
class SmugglingIT {

    @TempDir
    private static Path folder;

    private SmtpFixture smtp;

    @AfterEach
    void stop() {
        smtp.quiet();
        smtp.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cr-dot-cr", "cr-dot-crlf", "crlf-dot-lf", "lf-dot-crlf", "lf-dot-lf"})
    void acceptsNothingByDefault(String form) throws Exception {
        smtp = new SmtpFixture(folder, SmtpConfig.DEFAULT);
        for (Protocol protocol : Protocol.values()) {
            for (boolean single : new boolean[] {false, true}) {
                List<String> replies = play("smtp-smuggle-" + form, protocol, single);

                assertThat(replies.get(replies.size() - 1)).matches("550 5\\.5\\.2 bare <(CR|LF)> not allowed");
                assertThat(replies).filteredOn(reply -> reply.startsWith("354")).hasSize(1);
            }
        }
        assertThat(smtp.support.got).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cr-dot-cr", "cr-dot-crlf", "crlf-dot-lf", "lf-dot-crlf", "lf-dot-lf"})
    void acceptsOneMailFromALenientNetwork(String form) throws Exception {
        smtp = new SmtpFixture(folder, SmtpFixture.config(Map.of("lenient", "127.0.0.0/8")));
        for (Protocol protocol : Protocol.values()) {
            for (boolean single : new boolean[] {false, true}) {
                List<String> replies = play("smtp-smuggle-" + form, protocol, single);

                assertThat(replies.get(replies.size() - 1)).startsWith("221 ");
                Got got = smtp.support.next();
                assertThat(got.envelope().sender()).isEqualTo("a@attacker.example");
                assertThat(got.text()).contains("first", "MAIL FROM:<ceo@victim.example>", "second");
                assertThat(got.text().replace("\r\n", "")).doesNotContain("\r", "\n");
                assertThat(smtp.support.got).isEmpty();
            }
        }
    }

    @Test
    void undoesDotStuffing() throws Exception {
        smtp = new SmtpFixture(folder, SmtpConfig.DEFAULT);
        for (Protocol protocol : Protocol.values()) {
            for (boolean single : new boolean[] {false, true}) {
                play("smtp-dotstuff", protocol, single);

                assertThat(smtp.support.next().text()).endsWith("\r\n\r\nfirst\r\n.leading dot\r\n..\r\n");
            }
        }
    }

    /** Sends a stream, and waits only where every client must: for the greeting and for 354. */
    private List<String> play(String name, Protocol protocol, boolean single) throws IOException {
        String stream = stream(name);
        String hello = protocol == Protocol.LMTP ? stream.replaceFirst("EHLO", "LHLO") : stream;
        int text = hello.indexOf("DATA\r\n") + "DATA\r\n".length();
        List<String> replies = new ArrayList<>();
        try (SmtpClient client = smtp.connect(protocol)) {
            client.reply();
            send(client, hello.substring(0, text), single);
            replies.addAll(client.replies(4));
            send(client, hello.substring(text), single);
            replies.addAll(client.rest());
        }
        return replies;
    }

    private static void send(SmtpClient client, String bytes, boolean single) {
        if (single) {
            bytes.chars().forEach(octet -> client.send(new byte[] {(byte) octet}));
        } else {
            client.send(bytes);
        }
    }

    private static String stream(String name) throws IOException {
        try (InputStream in = SmugglingIT.class.getResourceAsStream("/smtp/" + name + ".smtp")) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
