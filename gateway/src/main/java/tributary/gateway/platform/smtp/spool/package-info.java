/**
 * Where a mail lies between its last byte and its delivery: in memory while it is small, else in a file that is always
 * deleted.
 *
 * <p>In: text as it comes. Out: a {@link tributary.connector.MailSpool}. It knows no protocol.
 */
@NullMarked
package tributary.gateway.platform.smtp.spool;

import org.jspecify.annotations.NullMarked;
