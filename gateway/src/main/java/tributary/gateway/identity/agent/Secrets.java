package tributary.gateway.identity.agent;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Random secrets that stand for an agent: session, token, ticket, set-up link. The database knows only their SHA-256,
 * which is enough for 256 random bits, and look-ups compare hashes, so that timing tells nothing about a secret.
 */
public final class Secrets {

    private static final int BYTES = 32;
    private static final int LONGEST = 1024;

    private final SecureRandom random;

    public Secrets(SecureRandom random) {
        this.random = random;
    }

    /** A new secret of 256 bits, safe in a URL and a cookie. */
    public String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the database knows of a secret; empty if the secret is blank or absurdly long, as such a one never matches. */
    public static Optional<Buffer> hash(String secret) {
        return secret.isBlank() || secret.length() > LONGEST ? Optional.empty() : Optional.of(sha256(secret));
    }

    private static Buffer sha256(String secret) {
        try {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
