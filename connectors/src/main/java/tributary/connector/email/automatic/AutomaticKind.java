package tributary.connector.email.automatic;

import java.util.Locale;

/** What wrote a mail. */
public enum AutomaticKind {
    /** A person, as far as we can tell. */
    HUMAN,
    /** A machine that says so (RFC 3834). */
    AUTO_REPLY,
    /** A machine, by what it writes. */
    AUTO_REPLY_HEURISTIC,
    /** A mail of ours that will not arrive (RFC 3464, or text). */
    BOUNCE,
    /** A mail of ours that is still under way. */
    DELAY,
    /** Somebody saw a mail of ours (RFC 8098), or it arrived. */
    READ_RECEIPT,
    /** Somebody called a mail of ours spam (RFC 5965). */
    COMPLAINT,
    /** A mailing list (RFC 2919, RFC 2369). */
    LIST,
    /** Sent to many. */
    BULK,
    /** Our own mail, come back. */
    OWN_LOOP;

    /** As in the journal: lower case with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
