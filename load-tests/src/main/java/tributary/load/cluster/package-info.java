/**
 * Two nodes under load, and what becomes of their clients when one of them, or Redis, goes.
 *
 * <p>In: the gateway's build. Out: figures and broken promises. Speaks the visitor's and the agent's protocol and REST, and
 * looks into the database only to count. The faults that are mixed at random are {@code tributary.load.faults}.
 */
@NullMarked
package tributary.load.cluster;

import org.jspecify.annotations.NullMarked;
