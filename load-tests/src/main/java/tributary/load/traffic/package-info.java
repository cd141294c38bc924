/**
 * The load itself: visitors who arrive and write, agents who watch and answer, and what was measured of them.
 *
 * <p>In: a running server and how much is asked of it. Out: figures and broken promises. It knows no command line and
 * compares nothing.
 */
@NullMarked
package tributary.load.traffic;

import org.jspecify.annotations.NullMarked;
