package tributary.connector.email.automatic;

/**
 * @param address whom the mail did not reach; empty if the notice does not say
 * @param action {@code failed} or {@code delayed}
 * @param status RFC 3463 code; empty if there is none
 * @param diagnostic what the other side said, at most 500 characters; maybe empty
 */
public record BouncedRecipient(String address, String action, String status, String diagnostic, BounceKind kind) {}
