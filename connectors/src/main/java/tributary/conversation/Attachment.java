package tributary.conversation;

import java.util.UUID;

/**
 * A reference to a stored file, never its bytes.
 *
 * @param id names the attachment for good
 * @param name the file name its author gave, cleaned of path and control characters
 * @param type media type as stored, lower case
 * @param bytes size in bytes
 */
public record Attachment(UUID id, String name, String type, long bytes) {}
