/**
 * Sending: a reply becomes a mail and goes to the inbox's relay.
 *
 * <p>In: an {@link tributary.connector.email.send.OutboundMail}, which knows its ticket, and what the inbox's
 * configuration says about the relay. Out: what the relay said, as a {@link tributary.connector.Delivery}; a failed future
 * where nobody knows. Vert.x' mail client speaks SMTP, encodes the parts and signs. This package knows no mail that comes
 * in and no store, and not who must not get mail: that was asked before.
 */
@NullMarked
package tributary.connector.email.send;

import org.jspecify.annotations.NullMarked;
