package tributary.gateway.attachment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Base64url(HMAC-SHA256(key, method "\n" path "\n" expiry)): who holds a signed URL may do just that, until then. */
public final class UrlSignature {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param key 32 random bytes, the same on all nodes */
    public UrlSignature(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** @param expires seconds since 1970 */
    public String sign(String method, String path, long expires) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] signed = mac.doFinal((method + '\n' + path + '\n' + expires).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    /** Whether a signature is right; in the same time for all. */
    public boolean matches(String signature, String method, String path, long expires) {
        return MessageDigest.isEqual(
                sign(method, path, expires).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.US_ASCII));
    }
}
