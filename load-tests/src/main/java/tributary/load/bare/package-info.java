/**
 * The yardstick: a bare Vert.x server that does the same wire work and keeps nothing.
 *
 * <p>In: frames. Out: frames. It must stay as plain as it is, or the ratios lose their meaning.
 */
@NullMarked
package tributary.load.bare;

import org.jspecify.annotations.NullMarked;
