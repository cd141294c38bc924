/**
 * Providers of short messages over HTTP: somebody writes, the node answers, reports come in the wrong order.
 *
 * <p>In: a script, and what the node sends. Out: signed webhooks. It shares no code with the connectors.
 */
@NullMarked
package tributary.simulator.sms;

import org.jspecify.annotations.NullMarked;
