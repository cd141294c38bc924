package tributary.connector.email.mime;

/**
 * A header field.
 *
 * @param name as spelled
 * @param value unfolded, encoded-words (RFC 2047) and raw octets decoded, control characters as blanks
 * @param raw the field as sent, folding included, each octet a character, without the last line end
 */
public record Field(String name, String value, String raw) {}
