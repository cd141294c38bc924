package tributary.connector.email.imap;

import java.nio.file.Path;

/**
 * A mail as the server has it, in a temporary file.
 *
 * @param uid its place in the mailbox (RFC 9051, section 2.3.1.1)
 * @param sender what its Return-Path says; {@code ""} if it has none
 * @param recipients what its Delivered-To says, each once; maybe none
 */
public record FetchedMail(long uid, Path file, long bytes, String sender, java.util.List<String> recipients) {
    public FetchedMail {
        recipients = java.util.List.copyOf(recipients);
    }
}
