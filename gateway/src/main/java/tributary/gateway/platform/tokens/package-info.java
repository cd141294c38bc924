/**
 * Access tokens of providers: fetched once for all who send, dropped when the provider refuses them.
 *
 * <p>In: an account's name and how to ask its provider. Out: the token. It knows no provider.
 */
@NullMarked
package tributary.gateway.platform.tokens;

import org.jspecify.annotations.NullMarked;
