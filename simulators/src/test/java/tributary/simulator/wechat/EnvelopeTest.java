package tributary.simulator.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Against the vectors of the vendor's page and of the protocol sheet. */
class EnvelopeTest {

    private static final Envelope ENVELOPE =
            new Envelope("omniGateway2026", "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c", "wx0a1b2c3d4e5f6071");

    @Test
    void signsAsThePlatform() {
        assertThat(ENVELOPE.sign("1767225600", "903154872")).isEqualTo("c70a15182de0f5510b64d1e28912bbb4bd77f17d");
        assertThat(new Envelope("AAAAA", "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c", "x")
                        .sign("1714036504", "1514711492"))
                .isEqualTo("f464b24fc39322e44b38aa78f5edd27bd1441696");
    }

    @Test
    void encryptsAsThePlatform() {
        byte[] random = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

        assertThat(ENVELOPE.encrypt(random, "success", true))
                .isEqualTo("1HT/2ZjSL1NLNOFQU2uQyy6eRp6uNWbDSrfM9sNZLzeCSbZ+vGdQtq2MksVydnSR8Mbh1hQ47G6YUoiFaf5keQ==");
        assertThat(ENVELOPE.encrypt(random, "x".repeat(26), true))
                .isEqualTo(
                        "1HT/2ZjSL1NLNOFQU2uQy85lzeR4/Ye/A9HJoTN0yMfj2UwVFqy+jF0yc1XGqyNDu+e8ZGa8U0g2EaEis5b++wijO97fI9gb+Do8WrBRZu49EAMaO5X4Wwo87zCQ1rnh");
        assertThat(ENVELOPE.encrypt(random, "x".repeat(27), true))
                .isEqualTo(
                        "1HT/2ZjSL1NLNOFQU2uQyztkv1aHcvcBAtZulA8vuDvmUTkBAvunsOHiVKl0NIZ2tm5XiJDan+LKS+vSkVwtkhecwYwFDklS+PjgZ80lnc+LQLr/jo9vL9s+ippkE3AK");
    }

    @Test
    void signsWhatItEncrypted() {
        String encrypted = ENVELOPE.encrypt(
                "fedcba9876543210".getBytes(StandardCharsets.US_ASCII),
                "<xml><ToUserName><![CDATA[oAbCdEfGhIjKlMnOpQrStUvWx001]]></ToUserName><FromUserName>"
                        + "<![CDATA[gh_0123456789ab]]></FromUserName><CreateTime>1767225601</CreateTime><MsgType>"
                        + "<![CDATA[text]]></MsgType><Content><![CDATA[已收到]]></Content></xml>",
                true);

        assertThat(ENVELOPE.sign("1767225601", "555000111", encrypted))
                .isEqualTo("9fb240376e8be5dafd59f4a1dfcdd2d0e71c03bf");
    }
}
