package tributary.connector.livechat.rule;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Makes tokens for tests, wrong ones too. */
public final class Jwts {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Jwts() {}

    /** A token for a subject; {@code lifetime} is in seconds from {@code now}, below zero for one that is over. */
    public static String hs256(String secret, String kid, String subject, String audience, Instant now, int lifetime) {
        long expires = now.getEpochSecond() + lifetime;
        long issued = Math.min(now.getEpochSecond(), expires - 60);
        return signed(
                secret,
                "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}",
                "{\"sub\":\"" + subject + "\",\"email\":\"li@example.cn\",\"aud\":\"" + audience + "\",\"iat\":"
                        + issued + ",\"exp\":" + expires + "}");
    }

    /** A token of five minutes that is good for one session. */
    public static String once(String secret, String kid, String subject, String audience, Instant now, String id) {
        return signed(
                secret,
                "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}",
                "{\"sub\":\"" + subject + "\",\"aud\":\"" + audience + "\",\"iat\":" + now.getEpochSecond()
                        + ",\"exp\":" + (now.getEpochSecond() + 300) + ",\"jti\":\"" + id + "\"}");
    }

    public static String signed(String secret, String header, String payload) {
        String input = encode(header) + "." + encode(payload);
        byte[] mac = new HmacSha256(secret.getBytes(StandardCharsets.UTF_8)).of(input);
        return input + "." + BASE64.encodeToString(mac);
    }

    public static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
