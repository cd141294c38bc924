/**
 * The frames of {@code lc1}, the visitor's protocol: what a widget may send, as types, and what the server answers, as
 * text.
 *
 * <p>In: the text of a frame. Out: {@link tributary.connector.livechat.wire.VisitorFrame}s, or a fault that closes the
 * socket. It knows no session and no store.
 */
@NullMarked
package tributary.connector.livechat.wire;

import org.jspecify.annotations.NullMarked;
