package tributary.connector.email.auth.dkim;

/**
 * What became of one signature.
 *
 * @param domain who signed ({@code d=}), lower case; empty if that could not be read
 * @param selector which key; maybe empty
 * @param reason why it did not pass, for people; empty for a pass
 */
public record DkimVerdict(DkimResult result, String domain, String selector, String reason) {}
