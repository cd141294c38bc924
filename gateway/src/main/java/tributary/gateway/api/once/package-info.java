/**
 * Idempotency keys: a POST that is sent again takes effect once.
 *
 * <p>In: a call and what it does. Out: the reply, made now or remembered. It knows no resource.
 */
@NullMarked
package tributary.gateway.api.once;

import org.jspecify.annotations.NullMarked;
