package tributary.conversation;

/**
 * A letter that another one passes on, as that one's words have it: nobody vouches for any of it.
 *
 * @param author who wrote it
 * @param subject its subject; empty if it is not told
 * @param reply what its author wrote anew
 */
public record Forwarded(Recipient author, String subject, String reply) {}
