package tributary.gateway.platform.smtp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyTest {

    @Test
    void writesCodeStatusAndText() {
        assertThat(Reply.of(250, "2.1.0", "sender ok").toBuffer()).hasToString("250 2.1.0 sender ok\r\n");
    }

    @Test
    void writesSeveralLines() {
        assertThat(new Reply(250, "", List.of("mail.example.com", "PIPELINING", "HELP")).toBuffer())
                .hasToString("250-mail.example.com\r\n250-PIPELINING\r\n250 HELP\r\n");
    }

    @Test
    void nothingInATextEndsTheLine() {
        assertThat(Reply.of(550, "5.1.1", "a\r\n250 客\0").toBuffer()).hasToString("550 5.1.1 a??250 ??\r\n");
        assertThat(Reply.of(550, "5.1.1", "x".repeat(2000)).toBuffer().length()).isLessThanOrEqualTo(512);
    }
}
