/**
 * Twilio's programmable messaging: signed webhooks, pictures, status callbacks, sending and the list of what came in.
 *
 * <p>In: requests and messages. Out: events and what became of a message. It knows no other provider.
 */
@NullMarked
package tributary.connector.sms.webhook.twilio;

import org.jspecify.annotations.NullMarked;
