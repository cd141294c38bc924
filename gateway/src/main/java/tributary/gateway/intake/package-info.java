/**
 * Where journal, contact, threading and ticket meet: pending entries become messages in tickets, in order, a whole batch in
 * one transaction.
 *
 * <p>In: the journal's queue. Out: tickets, messages and log entries. It knows no channel and no socket.
 */
@NullMarked
package tributary.gateway.intake;

import org.jspecify.annotations.NullMarked;
