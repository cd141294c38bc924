package tributary.connector.email.auth.spf;

/**
 * @param domain whose policy was asked: of the envelope sender, or the HELO name for the empty sender; maybe empty
 */
public record SpfVerdict(SpfResult result, String domain) {
    /** Nothing was asked. */
    public static final SpfVerdict NONE = new SpfVerdict(SpfResult.NONE, "");
}
