/**
 * Readable text from what mails carry: HTML rendered as text, format=flowed unwrapped, text/enriched stripped.
 *
 * <p>In: decoded text. Out: text with line feeds. Pure and bounded; must not know parts or headers.
 */
@NullMarked
package tributary.connector.email.mime.text;

import org.jspecify.annotations.NullMarked;
