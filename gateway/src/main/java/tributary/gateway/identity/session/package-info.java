/**
 * What stands for an agent who is not typing a password: sessions of the console, tokens of programs, tickets of sockets.
 *
 * <p>In: secrets, as a cookie, a header or a frame carried them. Out: the {@link tributary.gateway.identity.agent.Access}
 * they stand for. Secrets are stored as SHA-256 only. It knows no HTTP and no cookie.
 */
@NullMarked
package tributary.gateway.identity.session;

import org.jspecify.annotations.NullMarked;
