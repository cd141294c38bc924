/**
 * The work item: its rules, its thread of messages, and the append-only log of what happened to it.
 *
 * <p>In: what intake read from the journal, and what agents command. Out: rows, and {@link
 * tributary.gateway.ticket.TicketEvent}s in the log, published as hints after the commit. It knows no channel, no socket and
 * no HTTP.
 */
@NullMarked
package tributary.gateway.ticket;

import org.jspecify.annotations.NullMarked;
