/**
 * Stored bytes: files and payloads too large for a row, behind a port, so that they can move to files or S3 later.
 *
 * <p>In: streams of bytes. Out: the same bytes, whole or a range. It knows no message and no channel.
 */
@NullMarked
package tributary.gateway.platform.blobs;

import org.jspecify.annotations.NullMarked;
