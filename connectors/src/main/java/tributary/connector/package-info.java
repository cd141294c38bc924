/**
 * The port: what a channel must offer to Tributary, and all that Tributary offers to a channel.
 *
 * <p>In: what a provider sent, as raw bytes and the events read from them. Out: messages to deliver. The port knows no
 * channel and no store; every promise made here is kept by the gateway behind it.
 */
@NullMarked
package tributary.connector;

import org.jspecify.annotations.NullMarked;
