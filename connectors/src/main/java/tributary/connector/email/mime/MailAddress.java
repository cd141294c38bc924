package tributary.connector.email.mime;

/**
 * An address of a header.
 *
 * @param name the display name, decoded; may be empty
 * @param address the addr-spec (RFC 5322 section 3.4.1), its domain in lower case; empty if it cannot be read
 */
public record MailAddress(String name, String address) {}
