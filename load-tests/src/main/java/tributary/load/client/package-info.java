/**
 * Cheap clients of the two sockets and of the REST calls that load needs, all on one event loop.
 *
 * <p>In: an address. Out: calls to listeners. They know no scenario and judge nothing.
 */
@NullMarked
package tributary.load.client;

import org.jspecify.annotations.NullMarked;
