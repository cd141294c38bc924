package tributary.connector.livechat.rule;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The secret half of a visitor session: 256 random bits, handed out once, stored as their SHA-256. Whoever has it has the
 * conversation, so it never shows in a log.
 */
public record VisitorToken(String secret) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    public static VisitorToken fresh(SecureRandom random) {
        return new VisitorToken(randomText(random, 32));
    }

    /** A new public session id; 128 random bits, so that ids are never handed out twice. */
    public static String freshVisitorId(SecureRandom random) {
        return "v_" + randomText(random, 16);
    }

    /** Whether this can be one of ours at all; anything else is not worth a query. */
    public boolean wellFormed() {
        return SHAPE.matcher(secret).matches();
    }

    /** What is stored of it. */
    public Buffer hash() {
        return Buffer.buffer(sha256(secret.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public String toString() {
        return "VisitorToken[***]";
    }

    private static String randomText(SecureRandom random, int bytes) {
        byte[] bits = new byte[bytes];
        random.nextBytes(bits);
        return BASE64.encodeToString(bits);
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
