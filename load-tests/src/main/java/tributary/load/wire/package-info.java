/**
 * What the load client reads from and writes into frames: no socket, no state.
 *
 * <p>In: text frames of {@code lc1} and {@code ag1}. Out: the few members that counting needs.
 */
@NullMarked
package tributary.load.wire;

import org.jspecify.annotations.NullMarked;
