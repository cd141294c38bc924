package tributary.conversation;

import java.util.UUID;

/**
 * A reference to a stored file, never its bytes.
 *
 * @param id names the attachment for good
 * @param name the file name its author gave, cleaned of path and control characters
 * @param type media type as stored, lower case
 * @param bytes size in bytes; 0 while they are not here
 * @param state {@link #STORED}, {@link #PENDING} or {@link #MISSING}
 */
public record Attachment(UUID id, String name, String type, long bytes, String state) {

    /** Its bytes are here. */
    public static final String STORED = "stored";

    /** Its bytes are still on their way. */
    public static final String PENDING = "pending";

    /** The provider did not give its bytes. */
    public static final String MISSING = "missing";

    public Attachment(UUID id, String name, String type, long bytes) {
        this(id, name, type, bytes, STORED);
    }

    /** @param state null in what was written before there were states: stored */
    public Attachment {
        state = state == null ? STORED : state;
    }
}
