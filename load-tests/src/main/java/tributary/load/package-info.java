/**
 * Load, faults and figures, from outside: starts a node as a child process, speaks its public wires and counts.
 *
 * <p>In: the command line. Out: a table, a JSON file, an exit code. It must not know any class of the product.
 */
@NullMarked
package tributary.load;

import org.jspecify.annotations.NullMarked;
