package tributary.gateway.platform.blobs;

import java.util.UUID;

/**
 * Bytes that are stored whole and never change.
 *
 * @param bytes their number
 */
public record Blob(UUID id, long bytes) {}
