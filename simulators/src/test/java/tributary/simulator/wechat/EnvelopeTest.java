package tributary.simulator.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the vectors of the vendors' pages and of the protocol sheets, and a second implementation. */
class EnvelopeTest {

    private static final Envelope WECHAT =
            new Envelope("omniGateway2026", "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c", "wx0a1b2c3d4e5f6071");
    private static final Envelope WECOM =
            new Envelope("wecomToken88", "Zk3mT9pQ2sV7xB1nH5jL8cR4wY6fD0gUaEoKiXyWqMt", "ww0f1e2d3c4b5a6978");

    @Test
    void signsAsThePlatform() {
        Envelope vendors = new Envelope("AAAAA", "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c", "x");

        assertThat(vendors.sign("1714036504", "1514711492")).isEqualTo("f464b24fc39322e44b38aa78f5edd27bd1441696");
        assertThat(vendors.sign("1714037059", "486452656")).isEqualTo("899cf89e464efb63f54ddac96b0a0a235f53aa78");
        assertThat(WECHAT.sign("1767225600", "903154872")).isEqualTo("c70a15182de0f5510b64d1e28912bbb4bd77f17d");
    }

    @Test
    void encryptsAPush() {
        String encrypted = WECHAT.encrypt(
                bytes("0123456789abcdef"),
                "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[oAbCdEfGhIjKlMnOpQrStUvWx001]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好, 订单 <A&B> 没到]]></Content><MsgId>24812345678901234</MsgId></xml>",
                true);

        assertThat(encrypted)
                .isEqualTo(
                        "1HT/2ZjSL1NLNOFQU2uQyxI2D/Uh1PwGU1K5cLNg1bNHebFZFRS8aywzkmUnpeMmSoCDn8XhmTTVSJOMURzKvbaf3F6aFXOXZ03KqKhzntG6pz4FyaizutgVJRL0ZUR3IB3lDocAbGSDwLgJ3f6gJhpTjY+Cf5CiTmM5bxtcv/c7TdhlLORxa5PqVnDPSvPtX8z0cNPtNt2hill9+HVviM2ZnKsw6/WKOj23hWgtVV/iG2eNjqdr6wIH4PnAb3q7nTrkS9XglY0esfoL1CZxRzTbPK4gWTpG50XUpZFF48sRXkb/JWnouUN6IKll0bfoZwHbTDn+WkGH6s3h9cSAZd9621iAqlCMSLEn6GvYLNhAfKq3wJJ8mRjAWtu7TiH6vWvhjDfz71j0kD00PdTfcU2id6utQvWxmwjnUPpKMW660nXJ42vYKezQjNG4MxFBKumP3iZXYkXTmbbripkk0g==");
        assertThat(WECHAT.sign("1767225600", "903154872", encrypted))
                .isEqualTo("ddbfa04389cf090cecbaf528e37768a93b7ddeb7");
    }

    @Test
    void padsAsThePlatform() {
        byte[] random = bytes("0123456789abcdef");

        assertThat(WECHAT.encrypt(random, "a", true))
                .isEqualTo("1HT/2ZjSL1NLNOFQU2uQy76O8w1ndPLEZlyt1gm3qnLhZh6C1WpZ8GdX3ruv9KJVuKQJQE02ofALxpzxxpfBrQ==");
        assertThat(WECHAT.encrypt(random, "success", true))
                .isEqualTo("1HT/2ZjSL1NLNOFQU2uQyy6eRp6uNWbDSrfM9sNZLzeCSbZ+vGdQtq2MksVydnSR8Mbh1hQ47G6YUoiFaf5keQ==");
        assertThat(WECHAT.encrypt(random, "0123456789", true))
                .isEqualTo("1HT/2ZjSL1NLNOFQU2uQy4EJZ8Jz9e9aa3fz37hOnKN7AMmxyNHcTF7s8ifPmoTm8HwOfnI8JYvTSUhzATdgdw==");
        assertThat(WECHAT.encrypt(random, "x".repeat(26), true))
                .isEqualTo(
                        "1HT/2ZjSL1NLNOFQU2uQy85lzeR4/Ye/A9HJoTN0yMfj2UwVFqy+jF0yc1XGqyNDu+e8ZGa8U0g2EaEis5b++wijO97fI9gb+Do8WrBRZu49EAMaO5X4Wwo87zCQ1rnh");
        assertThat(WECHAT.encrypt(random, "x".repeat(27), true))
                .isEqualTo(
                        "1HT/2ZjSL1NLNOFQU2uQyztkv1aHcvcBAtZulA8vuDvmUTkBAvunsOHiVKl0NIZ2tm5XiJDan+LKS+vSkVwtkhecwYwFDklS+PjgZ80lnc+LQLr/jo9vL9s+ippkE3AK");
    }

    @Test
    void encryptsAPassiveReply() {
        String encrypted = WECHAT.encrypt(
                bytes("fedcba9876543210"),
                "<xml><ToUserName><![CDATA[oAbCdEfGhIjKlMnOpQrStUvWx001]]></ToUserName><FromUserName><![CDATA[gh_0123456789ab]]></FromUserName><CreateTime>1767225601</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[已收到]]></Content></xml>",
                true);

        assertThat(encrypted)
                .isEqualTo(
                        "r21PY+0UWySz2An9sGbLSt3+ULdrB7z1PBGaS3+RLzA8rnU6UFFrP/oFzXl538EheOyB+u3YCHX+Gda6xi8HStdnN2sfpKzX6JHkxaSaMNpyQIELfWYoidpP1aHAaPou7qlZqrOLUJ6O1FtlqwWFA49uMwAG/92fp8UNT+bpOnR4IUK0eAkqm3bysRoT0ICWSCRvbSm8r9lnWPuSEg8+YXxx1H6DzIx4Z6I4IR4QEuMjqCM08+3U96eXzx2uvopoOMQ9wNJX2PJ0+eO0w2Q9iMHqQMblhInEvw+dS4pBjSYrx2jGqWey6ftvgwxX4qUPbJrp0jFXOeRBOnGDzI9J0gdgi5T2CfCQw7CUGDVwfEXq/7LT8X4r5BbxMf/1WNRl");
        assertThat(WECHAT.sign("1767225601", "555000111", encrypted))
                .isEqualTo("9fb240376e8be5dafd59f4a1dfcdd2d0e71c03bf");
    }

    @Test
    void encryptsTheEchoOfWeCom() {
        String encrypted = WECOM.encrypt(bytes("A1B2C3D4E5F6G7H8"), "1616140317555161061", true);

        assertThat(encrypted)
                .isEqualTo("/gWmb+EKH5j2BRLHH54f0HFU/3jBztJzJzaUoybwtG5NYT3IPWVLaQojzu4SHF8TrXNmG+97dYOz/bXGqa22dw==");
        assertThat(WECOM.sign("1767225700", "1372623149", encrypted))
                .isEqualTo("e47c898446cba4b663fd8d88b128f969bfb3cc59");
    }

    @Test
    void encryptsACallbackOfWeCom() {
        String encrypted = WECOM.encrypt(
                bytes("H8G7F6E5D4C3B2A1"),
                "<xml><ToUserName><![CDATA[ww0f1e2d3c4b5a6978]]></ToUserName><CreateTime>1767225710</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[ENCtestToken0001]]></Token><OpenKfId><![CDATA[wkTestKfid0000000001]]></OpenKfId></xml>",
                true);

        assertThat(encrypted)
                .isEqualTo(
                        "lz4o0BeE+w16A0NTNPb7csOW9XiXfhJPGRXtE4SLWY+K36w9B+xN9yCTQFXdPXL0TWVkYfo9b1wpZeAGXBjweUg96UA7CUhyhxPm8HiLpWe0UHQZgA3jjX/fyvdvpeuCQClnGUjHFevwOiy1+ekWofdiwhoO9fGouGF8T//nzFpvytNKOBBjO0U3zK1k+6EN3xj99vwp7ZBRcrCxHBGbuqeQyy/BYNLOG6vDvithGs4AFaJFuCs41rypNxxhrUvtm/f5VnNhyvgWUqNnNqBnch3o8HvR7xwakFOCj0/K+M/J3Ol6z5yWLLHBmMwYbjbTvKhfgUgK0ZIyGrQbJZhBK8pdODZi2aCg0sFmyRa/T4/N/VomXdgC2YmFrkfeIdt7fM9ZAbCN8DIDSFkmPLRrc4vVd0n8mG8cdhRvAJTddQw=");
        assertThat(WECOM.sign("1767225710", "80012345", encrypted))
                .isEqualTo("46f9ae928b8c52bb2ebf4f5c979845cf7d83a9cf");
    }

    @ParameterizedTest
    @CsvSource({
        "omniGateway2026, q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c, wx0a1b2c3d4e5f6071",
        "wecomToken88, Zk3mT9pQ2sV7xB1nH5jL8cR4wY6fD0gUaEoKiXyWqMt, ww0f1e2d3c4b5a6978"
    })
    void aSecondImplementationDecryptsIt(String token, String key, String owner) {
        WxCryptUtil other = new WxCryptUtil(token, key, owner);
        Envelope ours = new Envelope(token, key, owner);
        Random seeded = new Random(7);
        for (int length = 0; length < 100; length++) {
            String text = "中".repeat(length / 3) + "x".repeat(length % 3);
            byte[] random = new byte[16];
            seeded.nextBytes(random);

            String encrypted = ours.encrypt(random, text, true);

            assertThat(other.decrypt(encrypted)).isEqualTo(text);
            assertThat(ours.sign("1", "2", encrypted)).isEqualTo(SHA1.gen(token, "1", "2", encrypted));
        }
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
