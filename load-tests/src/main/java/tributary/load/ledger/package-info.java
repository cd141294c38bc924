/**
 * What was sent, answered and seen, and whether that adds up. Pure.
 *
 * <p>In: marks and positions in the order of their arrival. Out: an audit.
 */
@NullMarked
package tributary.load.ledger;

import org.jspecify.annotations.NullMarked;
