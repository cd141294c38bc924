/**
 * Soft state that nodes share: counts of rates, who is present, where customers are connected, recent events, tokens fetched
 * once.
 *
 * <p>In: short keys and values with a life. Out: the same on every node of a cluster, by Redis, or on this node alone, in
 * memory. The only package that knows Lettuce. Everything here may be lost at any time, and every call ends soon, so that
 * callers go on without it: no message and no order depends on it.
 */
@NullMarked
package tributary.gateway.platform.redis;

import org.jspecify.annotations.NullMarked;
