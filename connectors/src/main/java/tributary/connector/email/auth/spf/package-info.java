/**
 * Sender Policy Framework (RFC 7208): whether a host may send mail for a domain.
 *
 * <p>In: the peer's address, its HELO name, the envelope sender and someone who answers DNS questions. Out: a verdict.
 * Bounded as the RFC says: ten terms that ask, two questions without an answer, ten names of a kind.
 */
@NullMarked
package tributary.connector.email.auth.spf;

import org.jspecify.annotations.NullMarked;
