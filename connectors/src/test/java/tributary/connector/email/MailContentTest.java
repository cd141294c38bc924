package tributary.connector.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MailContentTest {

    private static final String MAIL = """
            From: li@example.cn\r
            Subject: a\r
             folded subject\r
            Message-ID: <1@example.cn>\r
            \r
            Hello\r
            """;

    @Test
    void whatHostsOnTheWayAddChangesNothing() throws IOException {
        assertThat(hash("Received: from a by b;\r\n\tSun, 22 Nov 2026 04:00:00 +0000\r\nX-Spam: no\r\n" + MAIL))
                .isEqualTo(hash(MAIL));
    }

    @Test
    void whatTheAuthorWroteCounts() throws IOException {
        assertThat(hash(MAIL.replace("folded", "other"))).isNotEqualTo(hash(MAIL));
        assertThat(hash(MAIL.replace("Hello", "Received: not a header"))).isNotEqualTo(hash(MAIL));
        assertThat(hash(MAIL.replace("li@", "mei@"))).isNotEqualTo(hash(MAIL));
    }

    @Test
    void theBodyBeginsAtTheFirstEmptyLine() throws IOException {
        assertThat(hash(MAIL + "\r\nX-Spam: no\r\n")).isNotEqualTo(hash(MAIL + "\r\nX-Spam: yes\r\n"));
    }

    @Test
    void aMailIsHashedTheSameInAnyPieces() throws IOException {
        byte[] bytes = MAIL.getBytes(StandardCharsets.UTF_8);
        Buffer byOne = MailContent.hash(new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int from, int length) {
                return super.read(to, from, 1);
            }
        });
        assertThat(byOne).isEqualTo(hash(MAIL));
    }

    private static Buffer hash(String mail) throws IOException {
        return MailContent.hash(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
    }
}
