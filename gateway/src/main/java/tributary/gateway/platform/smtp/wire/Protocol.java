package tributary.gateway.platform.smtp.wire;

/** What a listener speaks: RFC 5321, or RFC 2033 with a mail server in front. */
public enum Protocol {
    SMTP,
    LMTP
}
