package tributary.connector.email.auth;

import java.util.Locale;

/** How far the domain in From may be believed. */
public enum AuthenticationLevel {
    /** DMARC passed, or a signature of From's domain is right: may stand for an identified customer. */
    VERIFIED,
    /** Only the sending host fits From's domain. */
    WEAK,
    /** Nothing speaks for or against it, or nobody could be asked. */
    NONE,
    /** From's domain says that this mail is not its own. */
    FAIL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
