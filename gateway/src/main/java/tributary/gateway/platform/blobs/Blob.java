package tributary.gateway.platform.blobs;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/**
 * Bytes that are stored whole and never change.
 *
 * @param bytes their number
 * @param sha256 their hash, 32 bytes
 */
public record Blob(UUID id, long bytes, Buffer sha256) {}
