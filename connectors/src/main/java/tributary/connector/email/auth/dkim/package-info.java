/**
 * DomainKeys Identified Mail (RFC 6376, RFC 8301, RFC 8463): which domains signed a mail as it is.
 *
 * <p>In: the received bytes and the text records of the keys. Out: one verdict for each signature. Pure: it asks
 * nobody, the names of the keys it needs are given out.
 */
@NullMarked
package tributary.connector.email.auth.dkim;

import org.jspecify.annotations.NullMarked;
