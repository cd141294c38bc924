/**
 * Short messages by providers that post webhooks and take messages over HTTP.
 *
 * <p>In: requests to {@code /hooks/{inbox}} and {@code /hooks/{inbox}/status}, messages from the outbox. Out: arrivals, and
 * requests to the provider. What one provider does differently stands in its own package.
 */
@NullMarked
package tributary.connector.sms.webhook;

import org.jspecify.annotations.NullMarked;
