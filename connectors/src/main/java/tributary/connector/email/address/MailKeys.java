package tributary.connector.email.address;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys with which an inbox signs what it puts into mails. One signs; all of them prove, so that a key can be changed
 * while answers to older mails are still to come.
 *
 * <p>A signature is the first 80 bits of an HMAC-SHA-256 as 16 characters of lower-case Base32.
 */
public final class MailKeys {
    private static final Pattern KID = Pattern.compile("[a-z0-9]{1,8}");
    private static final int SIGNATURE_BYTES = 10;

    private final String current;
    private final Map<String, Buffer> keys;

    /**
     * @param current id of the key that signs
     * @param keys key by id; an id is up to eight lower-case letters and digits
     */
    public MailKeys(String current, Map<String, Buffer> keys) {
        if (!keys.containsKey(current)) {
            throw new IllegalArgumentException("current: expected one of the keys' ids, found \"" + current + "\"");
        }
        keys.keySet().stream()
                .filter(kid -> !KID.matcher(kid).matches())
                .findFirst()
                .ifPresent(kid -> {
                    throw new IllegalArgumentException(
                            "kid: expected up to eight letters and digits, found \"" + kid + "\"");
                });
        this.current = current;
        this.keys = Map.copyOf(keys);
    }

    /** The id of the key that signs. */
    String current() {
        return current;
    }

    /** The signature of a text under one key; empty if there is no key of this id. */
    Optional<String> sign(String kid, String text) {
        return Optional.ofNullable(keys.get(kid)).map(key -> mac(key, text));
    }

    /** The signature of a text under the key that signs. */
    String sign(String text) {
        return sign(current, text).orElseThrow();
    }

    /** Whether this is the signature, or its beginning, of the text under that key. Takes the same time for every guess. */
    boolean proves(String kid, String text, String signature) {
        return sign(kid, text)
                .map(right -> MessageDigest.isEqual(
                        bytes(right.substring(0, Math.min(right.length(), signature.length()))),
                        bytes(signature.toLowerCase(Locale.ROOT))))
                .orElse(false);
    }

    /** The ids of all keys. */
    Iterable<String> ids() {
        return keys.keySet();
    }

    private static String mac(Buffer key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(), "HmacSHA256"));
            return Base32.encode(Arrays.copyOf(mac.doFinal(bytes(text)), SIGNATURE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
