/**
 * Brings agents' replies to their channel: out once, or say so.
 *
 * <p>In: the outbox, written with the message. Out: calls of the connector, and what became of each as entries of the
 * ticket log. It knows no channel.
 */
@NullMarked
package tributary.gateway.outbound;

import org.jspecify.annotations.NullMarked;
