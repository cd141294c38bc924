/**
 * The append-only log of what came in. Being in it is what "received" means: whoever brought it may be told yes.
 *
 * <p>In: arrivals from connectors. Out: the answer whether it is durable, a poke for whoever processes the inbox, and the
 * pending entries in order. Entries that cannot be processed wait in the holding pen. It knows no ticket.
 */
@NullMarked
package tributary.gateway.journal;

import org.jspecify.annotations.NullMarked;
