package tributary.gateway.platform.smtp.wire;

/** The commands we know (RFC 5321, section 4.1; LHLO of RFC 2033; STARTTLS of RFC 3207). */
public enum Verb {
    EHLO,
    HELO,
    LHLO,
    MAIL,
    RCPT,
    DATA,
    RSET,
    NOOP,
    VRFY,
    EXPN,
    HELP,
    QUIT,
    STARTTLS
}
