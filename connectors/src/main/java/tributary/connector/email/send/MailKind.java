package tributary.connector.email.send;

/** Who wrote a mail: a person, or a machine that must not be answered by machines (RFC 3834). */
public enum MailKind {
    /** An agent wrote it. */
    REPLY(""),
    /** A rule answered a customer's mail. */
    AUTO_REPLY("auto-replied"),
    /** A rule wrote it, and not as an answer. */
    NOTICE("auto-generated");

    private final String autoSubmitted;

    MailKind(String autoSubmitted) {
        this.autoSubmitted = autoSubmitted;
    }

    boolean automatic() {
        return this != REPLY;
    }

    /** The value of {@code Auto-Submitted}; empty for a person's mail. */
    String autoSubmitted() {
        return autoSubmitted;
    }
}
