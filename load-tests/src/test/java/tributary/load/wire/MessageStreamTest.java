package tributary.load.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageStreamTest {

    private static final int TEXT = 0x81;
    private static final int TEXT_WITH_MORE = 0x01;
    private static final int MORE = 0x00;
    private static final int LAST = 0x80;
    private static final int PING = 0x89;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void readsMessagesOfEveryLength() throws IOException {
        for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536}) {
            frame(TEXT, "x".repeat(length));
        }

        MessageStream messages = messages();

        for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536}) {
            assertThat(messages.next()).hasSize(length);
        }
    }

    @Test
    void joinsTheFramesOfAMessageAroundAPing() throws IOException {
        frame(PING, "are you there");
        frame(TEXT_WITH_MORE, "{\"t\":");
        frame(PING, "");
        frame(MORE, "\"ev");
        frame(LAST, "\"}");
        frame(TEXT, "{}");

        MessageStream messages = messages();

        assertThat(messages.next()).isEqualTo("{\"t\":\"ev\"}");
        assertThat(messages.next()).isEqualTo("{}");
    }

    @Test
    void aFrameThatWasCutIsTheEndAndNoMessage() {
        frame(TEXT, "{}");
        frame(TEXT, "x".repeat(6141));
        byte[] all = bytes.toByteArray();
        MessageStream messages = new MessageStream(new ByteArrayInputStream(all, 0, all.length - 1));

        assertThatThrownBy(() -> {
                    messages.next();
                    messages.next();
                })
                .isInstanceOf(EOFException.class);
    }

    private MessageStream messages() {
        return new MessageStream(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private void frame(int first, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        bytes.write(first);
        if (payload.length < 126) {
            bytes.write(payload.length);
        } else if (payload.length < 65_536) {
            bytes.write(126);
            bytes.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            bytes.write(127);
            bytes.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        bytes.writeBytes(payload);
    }
}
