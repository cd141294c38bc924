/**
 * Who a mail may be believed to come from: SPF, DKIM and DMARC of a mail received by ourselves, or the verdict of a
 * trusted host in front of us.
 *
 * <p>In: the envelope, the addresses of From and Reply-To, the received bytes. Out: an
 * {@link tributary.connector.email.auth.AuthenticationResult}. Name servers that do not answer weaken the result; they
 * never delay a mail by more than the configured time and never refuse it. Nothing here knows tickets or contacts.
 */
@NullMarked
package tributary.connector.email.auth;

import org.jspecify.annotations.NullMarked;
