package tributary.connector;

import java.time.Instant;
import java.util.UUID;

/** The journal's answer. The first two are success to the provider; all are final. */
public sealed interface Accepted {

    /** Durable now. {@code id} is the journal entry, and the id of the message it becomes. */
    record Recorded(UUID id, Instant at) implements Accepted {}

    /** It was durable before; the id and time are those of the first arrival. */
    record Duplicate(UUID id, Instant at) implements Accepted {}

    /** The same external id with other content, where the arrival asked to refuse that. Nothing was stored. */
    record Conflict(UUID first) implements Accepted {}
}
