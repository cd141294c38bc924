/**
 * Short messages by a message centre that speaks SMPP 3.4.
 *
 * <p>In: PDUs of one bound session, messages from the outbox. Out: arrivals, and submitted messages. One node of a cluster
 * holds the session. The octets are in the package below.
 */
@NullMarked
package tributary.connector.sms.smpp;

import org.jspecify.annotations.NullMarked;
