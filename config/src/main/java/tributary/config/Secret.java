package tributary.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that no log, message or {@code toString} may show. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    public static Secret parse(String text) {
        return new Secret(text);
    }

    /** The text itself: for the call that needs it, never for a variable that lives longer. */
    public String reveal() {
        return value;
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** Takes the same time wherever the texts differ, so that a guess learns nothing from it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
