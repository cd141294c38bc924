package tributary.connector.email.send;

/** How far a mail came in its SMTP dialogue. Only after {@link #DOT} can the relay have it. */
enum Progress {
    /** Connecting, greeting, EHLO, TLS, login. */
    HELLO,
    /** From MAIL on. */
    ENVELOPE,
    /** DATA was said. */
    DATA,
    /** The text is being written. */
    TEXT,
    /** The final dot was written. */
    DOT
}
