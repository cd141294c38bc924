/**
 * The node's SMTP and LMTP listener (RFC 5321, RFC 2033): who may connect, the dialogue, the mail's way into the spool and
 * to its mailboxes.
 *
 * <p>In: bytes from strangers, mailboxes that connectors open. Out: envelopes with their mail to the mailboxes, replies to the
 * peer. It says 250 only when a mailbox has taken the mail over, reads no header but Received, and knows no store.
 */
@NullMarked
package tributary.gateway.platform.smtp;

import org.jspecify.annotations.NullMarked;
