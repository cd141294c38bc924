/**
 * One call of the REST interface, whatever it is about: who calls, what they may, what the request says, what is answered,
 * and that a repeated POST takes effect once.
 *
 * <p>In: a routing context. Out: a {@link tributary.gateway.api.call.Call} for the resource, a {@link
 * tributary.gateway.api.call.Reply} or a problem for the peer. It knows no resource.
 */
@NullMarked
package tributary.gateway.api.call;

import org.jspecify.annotations.NullMarked;
