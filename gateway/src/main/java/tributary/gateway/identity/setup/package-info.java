/**
 * The first start: how the first administrator comes to be, without a default password.
 *
 * <p>In: the {@code setup} part of the configuration, or the answers of a person who holds the set-up link. Out: an agent,
 * once. It knows no HTTP.
 */
@NullMarked
package tributary.gateway.identity.setup;

import org.jspecify.annotations.NullMarked;
