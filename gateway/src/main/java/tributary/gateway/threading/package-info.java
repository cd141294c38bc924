/**
 * How a message finds its ticket.
 *
 * <p>In: what is known of the party's newest ticket, or of the tickets a letter's signs lead to. Out: a decision with the rule that made it, pure and without I/O. It
 * knows no table.
 */
@NullMarked
package tributary.gateway.threading;

import org.jspecify.annotations.NullMarked;
