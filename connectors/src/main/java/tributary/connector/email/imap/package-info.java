/**
 * Fetches an inbox's mails from a mailbox (RFC 9051, RFC 2177).
 *
 * <p>In: what the configuration says of the mailbox, and how far it was read. Out: mails, one after the other, each
 * confirmed before the place is written down. Jakarta Mail (Angus) speaks the protocol, on worker threads of this
 * package; it knows nothing of what a mail says.
 */
@NullMarked
package tributary.connector.email.imap;

import org.jspecify.annotations.NullMarked;
