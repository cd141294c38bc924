/**
 * SMTP and LMTP as bytes: command lines, message text, replies, paths, PROXY headers.
 *
 * <p>In: bytes as they come, cut anywhere. Out: lines, text and replies. It has no I/O, no clock and no state but the cut.
 */
@NullMarked
package tributary.gateway.platform.smtp.wire;

import org.jspecify.annotations.NullMarked;
