/**
 * What the connector asks of a provider of short messages over HTTP, and what providers have in common.
 *
 * <p>In: requests to our hooks. Out: values read from them, and requests to a provider. It knows no particular provider.
 */
@NullMarked
package tributary.connector.sms.webhook.wire;

import org.jspecify.annotations.NullMarked;
