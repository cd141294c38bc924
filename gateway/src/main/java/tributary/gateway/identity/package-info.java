/**
 * Who an agent is and what they may see: {@link tributary.gateway.identity.Identity} puts the parts together.
 *
 * <p>In: passwords, secrets and changes, from whatever edge took them. Out: {@link
 * tributary.gateway.identity.agent.Access}. It knows no HTTP, no ticket and no channel.
 */
@NullMarked
package tributary.gateway.identity;

import org.jspecify.annotations.NullMarked;
