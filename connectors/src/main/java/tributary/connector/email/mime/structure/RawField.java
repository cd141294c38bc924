package tributary.connector.email.mime.structure;

/**
 * One header field as sent, each octet a character.
 *
 * @param name as spelled
 * @param value unfolded: without line ends, trimmed
 * @param raw the whole field with its folding, without the last line end
 */
public record RawField(String name, String value, String raw) {}
