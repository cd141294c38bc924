/**
 * Providers to try a channel without an account: {@code ./tributary simulate NAME}. Each plays its provider against a running
 * node, with faults on demand.
 *
 * <p>In: a command line. Out: what the provider would send, and what it was asked to do. It shares no code with the connectors,
 * so that a mistake there is not repeated here.
 */
@NullMarked
package tributary.simulator;

import org.jspecify.annotations.NullMarked;
