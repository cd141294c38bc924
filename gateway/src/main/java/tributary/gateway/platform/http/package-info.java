/**
 * The node's HTTP server: connections with deadlines, WebSocket upgrades, the one router, problem documents, who the peer
 * is, which origins are ours; and the management port.
 *
 * <p>In: bytes from strangers. Out: requests to registered handlers, problems to the peer. It knows no route's meaning.
 */
@NullMarked
package tributary.gateway.platform.http;

import org.jspecify.annotations.NullMarked;
