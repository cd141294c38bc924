/**
 * What the octets of a header or a text mean: charsets, encoded-words, parameters, file names, dates.
 *
 * <p>In: octets, or strings in which each character is an octet. Out: Unicode. Source: RFC 2045, 2047, 2231, 5322 and
 * what senders make of them. Must not know the structure of a mail, and does no I/O.
 */
@NullMarked
package tributary.connector.email.mime.value;

import org.jspecify.annotations.NullMarked;
