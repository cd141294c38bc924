/**
 * The ledgers of what clients sent, were told and were shown, and the checker that holds them and the database against the
 * ten promises.
 */
@NullMarked
package tributary.load.faults.check;

import org.jspecify.annotations.NullMarked;
