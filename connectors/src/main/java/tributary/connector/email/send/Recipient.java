package tributary.connector.email.send;

/**
 * Somebody a mail names, as a person or a form wrote it; checked when the mail is composed.
 *
 * @param name may be empty
 * @param address for example {@code li@example.cn}
 */
public record Recipient(String name, String address) {}
