/**
 * Parts the text of a mail into new words, quotes and signatures.
 *
 * <p>In: the readable text of a mail, its HTML if it has some, its subject. Out: spans that cover the text, so that a
 * view shows the new words and folds the rest; nothing is ever cut. It knows nobody of ours, does no I/O and is linear
 * in its input.
 */
@NullMarked
package tributary.connector.email.reply;

import org.jspecify.annotations.NullMarked;
