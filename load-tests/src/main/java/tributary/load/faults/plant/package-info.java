/** Bugs that the checker has to catch, planted in copies of source files; the gateway itself has no switch for them. */
@NullMarked
package tributary.load.faults.plant;

import org.jspecify.annotations.NullMarked;
