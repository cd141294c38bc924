/**
 * How a customer's message gets to a node, once: by mail, by a signed webhook, by a message centre; or to a
 * platform or a mailbox from which a node has to fetch it.
 *
 * <p>In: a message, and which node. Out: what the node said to it, in the words of the channel. Repeats nothing and remembers
 * nothing; that is the sender's business.
 */
@NullMarked
package tributary.load.faults.post;

import org.jspecify.annotations.NullMarked;
