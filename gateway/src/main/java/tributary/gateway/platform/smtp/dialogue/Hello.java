package tributary.gateway.platform.smtp.dialogue;

/**
 * How the client introduced itself.
 *
 * @param name its claim
 * @param protocol SMTP, ESMTP, ESMTPS, LMTP or LMTPS (RFC 3848)
 */
public record Hello(String name, String protocol) {}
