/**
 * WeChat's platform for one Official Account: pushes with retries, tokens, customer-service messages with their windows, media.
 *
 * <p>In: what a follower does, by script or by {@code POST /simulator/push}. Out: pushes to the node. The envelope is written
 * from the vendor's page and checked against the vectors of the protocol sheet.
 */
@NullMarked
package tributary.simulator.wechat;

import org.jspecify.annotations.NullMarked;
