/**
 * A message centre that speaks SMPP 3.4 over plain sockets.
 *
 * <p>In: a script, and what the node submits. Out: messages, parts and receipts. It shares no code with the connectors.
 */
@NullMarked
package tributary.simulator.smpp;

import org.jspecify.annotations.NullMarked;
