package tributary.connector.livechat.rule;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * Signs the URL at which an announced file may be put: Base64url(HMAC-SHA256(key, "PUT\n" + path + "\n" + type + "\n" +
 * size + "\n" + exp)). Type and size are those announced, so that the URL admits this one file only.
 */
public final class UploadSignature {
    private final HmacSha256 hmac;

    public UploadSignature(Buffer key) {
        this.hmac = new HmacSha256(key.getBytes());
    }

    /** @param expires end of validity in seconds since 1970 */
    public String sign(String path, String type, long bytes, long expires) {
        byte[] mac = hmac.of("PUT\n" + path + "\n" + type + "\n" + bytes + "\n" + expires);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    /** Compares in constant time; does not look at the clock. */
    public boolean matches(String signature, String path, String type, long bytes, long expires) {
        byte[] expected = sign(path, type, bytes, expires).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }
}
