package tributary.gateway.platform.smtp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.gateway.platform.smtp.wire.CommandLine.Endless;
import tributary.gateway.platform.smtp.wire.CommandLine.Text;
import tributary.gateway.platform.smtp.wire.CommandLine.Unreadable;

class CommandFramesTest {

    @Test
    void cutsAtCrLf() {
        assertThat(lines("EHLO a\r\nQUIT\r\nrest")).containsExactly(new Text("EHLO a"), new Text("QUIT"));
    }

    @Test
    void keepsWhatIsUtf8() {
        assertThat(lines("RCPT TO:<客服@example.cn>\r\n")).containsExactly(new Text("RCPT TO:<客服@example.cn>"));
    }

    @Test
    void aBareNewlineSpoilsItsLineAndNeverEndsIt() {
        assertThat(lines("RSET\nQUIT\r\nNOOP\r\n"))
                .containsExactly(new Unreadable("bare <CR> or <LF> not allowed"), new Text("NOOP"));
        assertThat(lines("RSET\rQUIT\r\n")).containsExactly(new Unreadable("bare <CR> or <LF> not allowed"));
        assertThat(lines("RSET\r\r\n")).containsExactly(new Unreadable("bare <CR> or <LF> not allowed"));
    }

    @Test
    void takesTheLongestLineAndDropsALongerOneWhole() {
        String longest = "N".repeat(CommandFrames.LONGEST - 2);

        assertThat(lines(longest + "\r\n")).containsExactly(new Text(longest));
        assertThat(lines(longest + "N\r\nQUIT\r\n")).containsExactly(new Unreadable("line too long"), new Text("QUIT"));
    }

    @Test
    void givesUpOnALineWithoutEnd() {
        assertThat(lines("N".repeat(65_536))).containsExactly(new Endless());
    }

    @Test
    void refusesControlCharactersAndBrokenUtf8() {
        assertThat(lines("NO\0OP\r\n")).containsExactly(new Unreadable("control character not allowed"));
        assertThat(take(new CommandFrames(), Buffer.buffer(new byte[] {'N', (byte) 0xff, '\r', '\n'})))
                .containsExactly(new Unreadable("expected ASCII or UTF-8"));
    }

    private static List<CommandLine> lines(String bytes) {
        byte[] all = bytes.getBytes(StandardCharsets.UTF_8);
        List<CommandLine> whole = take(new CommandFrames(), Buffer.buffer(all));
        CommandFrames frames = new CommandFrames();
        List<CommandLine> single = new ArrayList<>();
        for (byte octet : all) {
            single.addAll(take(frames, Buffer.buffer(new byte[] {octet})));
        }
        assertThat(single).as("in writes of one byte").isEqualTo(whole);
        return whole;
    }

    private static List<CommandLine> take(CommandFrames frames, Buffer bytes) {
        List<CommandLine> lines = new ArrayList<>();
        int position = 0;
        while (position < bytes.length()) {
            CommandFrames.Taken taken = frames.take(bytes, position);
            taken.line().ifPresent(lines::add);
            position = taken.next();
        }
        return lines;
    }
}
