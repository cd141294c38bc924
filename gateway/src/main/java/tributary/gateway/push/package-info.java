/**
 * Brings every change live to whoever may see it: agents' sockets by topic, customers' streams by party.
 *
 * <p>In: hints of committed ticket events, and the log where a hint was missed. Out: frames. It writes nothing durable and
 * knows no channel.
 */
@NullMarked
package tributary.gateway.push;

import org.jspecify.annotations.NullMarked;
