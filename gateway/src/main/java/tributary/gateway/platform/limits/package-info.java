/**
 * How often somebody may do something: token buckets per peer or session, kept on this node and, where
 * there is Redis, counted over all.
 *
 * <p>In: the configured rates and who asks. Out: yes, or how long to wait. It knows no protocol.
 */
@NullMarked
package tributary.gateway.platform.limits;

import org.jspecify.annotations.NullMarked;
