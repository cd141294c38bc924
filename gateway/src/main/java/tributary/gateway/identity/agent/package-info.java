/**
 * Agents: who they are, what they may see, how their passwords are kept, and the record of every change to them.
 *
 * <p>In: changes ordered by an administrator. Out: {@link tributary.gateway.identity.agent.Access}, the answer to "may this
 * agent see that inbox". It knows no HTTP, no cookie and no session.
 */
@NullMarked
package tributary.gateway.identity.agent;

import org.jspecify.annotations.NullMarked;
