/**
 * The words of a short message: alphabets, parts, headers before the text, numbers, and the words by which people say that
 * they want no more.
 *
 * <p>In: octets and text. Out: text, parts and values. It must not know any provider, and does no I/O.
 */
@NullMarked
package tributary.connector.sms.text;

import org.jspecify.annotations.NullMarked;
