/**
 * Aliyun's short message service: batches at a secret address, reports, sending by a template.
 *
 * <p>In: requests and messages. Out: events and what became of a message. It knows no other provider.
 */
@NullMarked
package tributary.connector.sms.webhook.aliyun;

import org.jspecify.annotations.NullMarked;
