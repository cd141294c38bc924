package tributary.connector.email.auth.spf;

import java.util.Locale;

/** RFC 7208 section 2.6. */
public enum SpfResult {
    NONE,
    NEUTRAL,
    PASS,
    FAIL,
    SOFTFAIL,
    TEMPERROR,
    PERMERROR;

    /** As in {@code Authentication-Results}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SpfResult of(char qualifier) {
        return switch (qualifier) {
            case '-' -> FAIL;
            case '~' -> SOFTFAIL;
            case '?' -> NEUTRAL;
            default -> PASS;
        };
    }
}
