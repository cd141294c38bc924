/**
 * What all ways of short messages have in common: how one becomes a conversation event, and who wants no more of them.
 *
 * <p>In: numbers and text. Out: conversation events; yes or no to a message on its way out. It knows no provider.
 */
@NullMarked
package tributary.connector.sms;

import org.jspecify.annotations.NullMarked;
