package tributary.connector.wechat.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.config.Secret;

/** The vectors of the vendors' pages and of the protocol sheets, and a second implementation. */
class CallbackSealTest {

    private static final Secret TOKEN = new Secret("omniGateway2026");
    private static final String KEY = "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c";
    private static final String APP = "wx0a1b2c3d4e5f6071";
    private static final String PUSH =
            "1HT/2ZjSL1NLNOFQU2uQyxI2D/Uh1PwGU1K5cLNg1bNHebFZFRS8aywzkmUnpeMmSoCDn8XhmTTVSJOMURzKvbaf3F6aFXOXZ03KqKhzntG6pz4FyaizutgVJRL0ZUR3IB3lDocAbGSDwLgJ3f6gJhpTjY+Cf5CiTmM5bxtcv/c7TdhlLORxa5PqVnDPSvPtX8z0cNPtNt2hill9+HVviM2ZnKsw6/WKOj23hWgtVV/iG2eNjqdr6wIH4PnAb3q7nTrkS9XglY0esfoL1CZxRzTbPK4gWTpG50XUpZFF48sRXkb/JWnouUN6IKll0bfoZwHbTDn+WkGH6s3h9cSAZd9621iAqlCMSLEn6GvYLNhAfKq3wJJ8mRjAWtu7TiH6vWvhjDfz71j0kD00PdTfcU2id6utQvWxmwjnUPpKMW660nXJ42vYKezQjNG4MxFBKumP3iZXYkXTmbbripkk0g==";
    private static final String CLEAR =
            "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[oAbCdEfGhIjKlMnOpQrStUvWx001]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好, 订单 <A&B> 没到]]></Content><MsgId>24812345678901234</MsgId></xml>";

    private final CallbackSeal seal = new CallbackSeal(TOKEN, new Secret(KEY), APP);

    @ParameterizedTest
    @CsvSource({
        "AAAAA, 1714036504, 1514711492, f464b24fc39322e44b38aa78f5edd27bd1441696",
        "AAAAA, 1714037059, 486452656, 899cf89e464efb63f54ddac96b0a0a235f53aa78",
        "omniGateway2026, 1767225600, 903154872, c70a15182de0f5510b64d1e28912bbb4bd77f17d"
    })
    void signsAsTheVendorDoes(String token, String timestamp, String nonce, String signature) {
        assertThat(CallbackSeal.signed(new Secret(token), signature, timestamp, nonce))
                .isTrue();
        assertThat(CallbackSeal.signed(new Secret(token), signature.replace('f', 'e'), timestamp, nonce))
                .isFalse();
    }

    @Test
    void opensASafeModePush() {
        byte[] clear = seal.open("ddbfa04389cf090cecbaf528e37768a93b7ddeb7", "1767225600", "903154872", PUSH);

        assertThat(new String(clear, StandardCharsets.UTF_8)).isEqualTo(CLEAR);
    }

    @ParameterizedTest
    @CsvSource({
        "a, 1HT/2ZjSL1NLNOFQU2uQy76O8w1ndPLEZlyt1gm3qnLhZh6C1WpZ8GdX3ruv9KJVuKQJQE02ofALxpzxxpfBrQ==",
        "success, 1HT/2ZjSL1NLNOFQU2uQyy6eRp6uNWbDSrfM9sNZLzeCSbZ+vGdQtq2MksVydnSR8Mbh1hQ47G6YUoiFaf5keQ==",
        "0123456789, 1HT/2ZjSL1NLNOFQU2uQy4EJZ8Jz9e9aa3fz37hOnKN7AMmxyNHcTF7s8ifPmoTm8HwOfnI8JYvTSUhzATdgdw==",
        "xxxxxxxxxxxxxxxxxxxxxxxxxx,"
                + " 1HT/2ZjSL1NLNOFQU2uQy85lzeR4/Ye/A9HJoTN0yMfj2UwVFqy+jF0yc1XGqyNDu+e8ZGa8U0g2EaEis5b++wijO97fI9gb+Do8WrBRZu49EAMaO5X4Wwo87zCQ1rnh",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxx,"
                + " 1HT/2ZjSL1NLNOFQU2uQyztkv1aHcvcBAtZulA8vuDvmUTkBAvunsOHiVKl0NIZ2tm5XiJDan+LKS+vSkVwtkhecwYwFDklS+PjgZ80lnc+LQLr/jo9vL9s+ippkE3AK"
    })
    void takesOffEveryPadding(String message, String encrypted) {
        assertThat(opened(encrypted)).isEqualTo(message);
    }

    @Test
    void opensTheCallbacksOfWeCom() {
        CallbackSeal wecom = new CallbackSeal(
                new Secret("wecomToken88"),
                new Secret("Zk3mT9pQ2sV7xB1nH5jL8cR4wY6fD0gUaEoKiXyWqMt"),
                "ww0f1e2d3c4b5a6978");

        byte[] echo = wecom.open(
                "e47c898446cba4b663fd8d88b128f969bfb3cc59",
                "1767225700",
                "1372623149",
                "/gWmb+EKH5j2BRLHH54f0HFU/3jBztJzJzaUoybwtG5NYT3IPWVLaQojzu4SHF8TrXNmG+97dYOz/bXGqa22dw==");

        assertThat(new String(echo, StandardCharsets.UTF_8)).isEqualTo("1616140317555161061");
    }

    @Test
    void opensAnEncryptedPassiveReply() {
        byte[] clear = seal.open(
                "9fb240376e8be5dafd59f4a1dfcdd2d0e71c03bf",
                "1767225601",
                "555000111",
                "r21PY+0UWySz2An9sGbLSt3+ULdrB7z1PBGaS3+RLzA8rnU6UFFrP/oFzXl538EheOyB+u3YCHX+Gda6xi8HStdnN2sfpKzX6JHkxaSaMNpyQIELfWYoidpP1aHAaPou7qlZqrOLUJ6O1FtlqwWFA49uMwAG/92fp8UNT+bpOnR4IUK0eAkqm3bysRoT0ICWSCRvbSm8r9lnWPuSEg8+YXxx1H6DzIx4Z6I4IR4QEuMjqCM08+3U96eXzx2uvopoOMQ9wNJX2PJ0+eO0w2Q9iMHqQMblhInEvw+dS4pBjSYrx2jGqWey6ftvgwxX4qUPbJrp0jFXOeRBOnGDzI9J0gdgi5T2CfCQw7CUGDVwfEXq/7LT8X4r5BbxMf/1WNRl");

        assertThat(new String(clear, StandardCharsets.UTF_8))
                .isEqualTo(
                        "<xml><ToUserName><![CDATA[oAbCdEfGhIjKlMnOpQrStUvWx001]]></ToUserName><FromUserName><![CDATA[gh_0123456789ab]]></FromUserName><CreateTime>1767225601</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[已收到]]></Content></xml>");
    }

    /** The same packets and signature; the answer to an event callback. */
    @Test
    void opensThePacketsOfDingTalk() {
        CallbackSeal dingTalk = new CallbackSeal(
                new Secret("dingeventtoken1"),
                new Secret("1234567890abcdefghijklmnopqrstuvwxyzABCDEFG"),
                "dingoapp0123456789");

        byte[] clear = dingTalk.open(
                "709de39f6565a03661171f9a4c659d48ec813e80",
                "1767225600123",
                "nonce777",
                "CfizQaBoe9Ww+91zaA/dE+jcecICN/oML6HhoT0W3pM52tNIiqgIqSJtOTmdjhP1UfpHZo+S/mtdHyHAt3wKXQ==");

        assertThat(new String(clear, StandardCharsets.UTF_8)).isEqualTo("success");
    }

    @ParameterizedTest
    @CsvSource({
        "omniGateway2026, q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c, wx0a1b2c3d4e5f6071",
        "wecomToken88, Zk3mT9pQ2sV7xB1nH5jL8cR4wY6fD0gUaEoKiXyWqMt, ww0f1e2d3c4b5a6978"
    })
    void opensWhatASecondImplementationEncrypts(String token, String key, String owner) {
        WxCryptUtil other = new WxCryptUtil(token, key, owner);
        CallbackSeal ours = new CallbackSeal(new Secret(token), new Secret(key), owner);
        Random random = new Random(7);
        for (int length = 0; length < 100; length++) {
            String text = "中".repeat(length / 3) + "x".repeat(length % 3);
            String encrypted = other.encrypt("%016d".formatted(random.nextInt(1_000_000_000)), text);
            String signature = SHA1.gen(token, "1", "2", encrypted);

            assertThat(new String(ours.open(signature, "1", "2", encrypted), StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }

    @Test
    void everyFlawLooksTheSame() throws Exception {
        byte[] good = padded("hello", APP, 32);
        byte[] badCount = good.clone();
        badCount[badCount.length - 1] = 33;
        byte[] unequal = good.clone();
        unequal[unequal.length - 2] ^= 1;
        byte[] long_ = good.clone();
        long_[16] = 0x7f;
        for (byte[] flawed :
                new byte[][] {badCount, unequal, long_, padded("hello", "wx0000000000000000", 32), new byte[32]}) {
            String encrypted = encrypt(flawed);
            assertThatThrownBy(() -> opened(encrypted))
                    .isInstanceOf(SealBrokenException.class)
                    .hasMessage("expected a callback of this account");
        }
        for (String text : new String[] {"", "no base64 !", "AAAA"}) {
            assertThatThrownBy(() -> opened(text)).isInstanceOf(SealBrokenException.class);
        }
        assertThatThrownBy(() -> seal.open("0".repeat(40), "1", "2", PUSH)).isInstanceOf(SealBrokenException.class);
        assertThat(opened(encrypt(good))).isEqualTo("hello");
    }

    @Test
    void aWrongKeyIsNotShown() {
        assertThatThrownBy(() -> new CallbackSeal(TOKEN, new Secret("tooShort"), APP))
                .hasMessage("expected 43 letters and digits, found 8 characters");
        assertThat(seal.toString()).doesNotContain(KEY);
    }

    private String opened(String encrypted) {
        String signature = CallbackSeal.signature(TOKEN, "1", "2", encrypted);
        return new String(seal.open(signature, "1", "2", encrypted), StandardCharsets.UTF_8);
    }

    private static byte[] padded(String message, String owner, int block) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        byte[] end = owner.getBytes(StandardCharsets.UTF_8);
        int length = 20 + text.length + end.length;
        int padding = block - length % block;
        ByteBuffer all = ByteBuffer.allocate(length + padding);
        all.put(new byte[16]).putInt(text.length).put(text).put(end);
        while (all.hasRemaining()) {
            all.put((byte) padding);
        }
        return all.array();
    }

    private static String encrypt(byte[] padded) throws Exception {
        byte[] key = Base64.getDecoder().decode(KEY);
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(Arrays.copyOf(key, 16)));
        return Base64.getEncoder().encodeToString(cipher.doFinal(padded));
    }
}
