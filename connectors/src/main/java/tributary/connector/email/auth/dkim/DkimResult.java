package tributary.connector.email.auth.dkim;

import java.util.Locale;

/** RFC 8601 section 2.7.1. */
public enum DkimResult {
    PASS,
    FAIL,
    /** Signed in a way we do not trust: only the first octets of the body. */
    POLICY,
    /** The signer says that he is only testing. */
    NEUTRAL,
    TEMPERROR,
    PERMERROR;

    /** As in {@code Authentication-Results}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
