/**
 * Files that came with messages, or will go out with them: announced, streamed in, referred to by a message, and read by
 * signed, short-lived URLs.
 *
 * <p>In: bytes from visitors, agents and connectors. Out: the same bytes to whoever holds a URL. It knows no message.
 */
@NullMarked
package tributary.gateway.attachment;

import org.jspecify.annotations.NullMarked;
