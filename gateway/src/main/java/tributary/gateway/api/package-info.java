/**
 * The HTTP edge for agents and browsers: the REST interface described by {@code openapi.yaml}, files by signed URL, and the
 * pages of console, widget and documentation.
 *
 * <p>In: what the other packages offer, and requests. Out: answers. It knows no channel, and no SQL but that of idempotency.
 */
@NullMarked
package tributary.gateway.api;

import org.jspecify.annotations.NullMarked;
