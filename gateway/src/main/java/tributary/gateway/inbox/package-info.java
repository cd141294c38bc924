/**
 * The configured accounts: their names, ids and what their channel is like.
 *
 * <p>In: what the configuration says. Out: {@link tributary.gateway.inbox.Inbox} and the directory of them. It knows no
 * connector and no ticket.
 */
@NullMarked
package tributary.gateway.inbox;

import org.jspecify.annotations.NullMarked;
