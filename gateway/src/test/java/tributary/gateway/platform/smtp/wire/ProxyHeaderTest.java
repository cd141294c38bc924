package tributary.gateway.platform.smtp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tributary.gateway.platform.smtp.wire.ProxyHeader.Complete;
import tributary.gateway.platform.smtp.wire.ProxyHeader.Incomplete;
import tributary.gateway.platform.smtp.wire.ProxyHeader.Malformed;

class ProxyHeaderTest {

    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};

    @Test
    void readsVersion1() {
        assertThat(read("PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\nmore"))
                .isEqualTo(new Complete(Optional.of("192.0.2.1"), 44));
        assertThat(read("PROXY TCP6 2001:db8::1 2001:db8::2 56324 25\r\n"))
                .isEqualTo(new Complete(Optional.of("2001:db8::1"), 45));
        assertThat(read("PROXY UNKNOWN\r\n")).isEqualTo(new Complete(Optional.empty(), 15));
    }

    @Test
    void readsVersion2() {
        Buffer ipv4 = version2(0x21, 0x11, 12)
                .appendBytes(new byte[] {(byte) 192, 0, 2, 1, (byte) 198, 51, 100, 1})
                .appendShort((short) 1)
                .appendShort((short) 25);
        Buffer local = version2(0x20, 0x00, 0);

        assertThat(ProxyHeader.read(ipv4)).isEqualTo(new Complete(Optional.of("192.0.2.1"), 28));
        assertThat(ProxyHeader.read(local)).isEqualTo(new Complete(Optional.empty(), 16));
    }

    @Test
    void waitsForTheRest() {
        assertThat(read("PRO")).isEqualTo(new Incomplete());
        assertThat(read("PROXY TCP4 192.0.2.1\r")).isEqualTo(new Incomplete());
        assertThat(ProxyHeader.read(Buffer.buffer(SIGNATURE))).isEqualTo(new Incomplete());
        assertThat(ProxyHeader.read(version2(0x21, 0x11, 12))).isEqualTo(new Incomplete());
    }

    @Test
    void refusesWhatIsNone() {
        assertThat(read("EHLO a\r\n")).isEqualTo(new Malformed());
        assertThat(read("PROXY TCP4 nobody 198.51.100.1 56324 25\r\n")).isEqualTo(new Malformed());
        assertThat(read("PROXY TCP4 2001:db8::1 2001:db8::2 1 25\r\n")).isEqualTo(new Malformed());
        assertThat(read("PROXY " + "x".repeat(200))).isEqualTo(new Malformed());
        assertThat(ProxyHeader.read(version2(0x31, 0x11, 12))).isEqualTo(new Malformed());
        assertThat(ProxyHeader.read(version2(0x21, 0x11, 4).appendInt(0))).isEqualTo(new Malformed());
    }

    private static ProxyHeader read(String bytes) {
        return ProxyHeader.read(Buffer.buffer(bytes));
    }

    private static Buffer version2(int command, int family, int length) {
        return Buffer.buffer(SIGNATURE)
                .appendByte((byte) command)
                .appendByte((byte) family)
                .appendShort((short) length);
    }
}
