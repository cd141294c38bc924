/**
 * Vonage's SMS interface: signed webhooks by query, form and JSON, parts with ids of their own, receipts, sending.
 *
 * <p>In: requests and messages. Out: events and what became of a message. It knows no other provider.
 */
@NullMarked
package tributary.connector.sms.webhook.vonage;

import org.jspecify.annotations.NullMarked;
