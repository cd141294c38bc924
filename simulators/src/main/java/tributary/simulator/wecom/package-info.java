/**
 * WeCom's customer service (微信客服) for one account: callbacks that are only hints, messages behind cursors, sessions, failures
 * that come later.
 *
 * <p>In: what a customer does, by script or by {@code POST /simulator/entry}. Out: callbacks to the node.
 */
@NullMarked
package tributary.simulator.wecom;

import org.jspecify.annotations.NullMarked;
