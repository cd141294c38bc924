/**
 * Tencent Cloud's short message service: one message at a time at a secret address, reports in batches, sending by a
 * template.
 *
 * <p>In: requests and messages. Out: events and what became of a message. It knows no other provider.
 */
@NullMarked
package tributary.connector.sms.webhook.tencent;

import org.jspecify.annotations.NullMarked;
