package tributary.gateway.contact;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Somebody outside, as agents see them.
 *
 * @param name empty if unknown
 */
public record Contact(UUID id, String name, List<Identity> identities, JsonObject fields, Instant createdAt) {
    public Contact {
        identities = List.copyOf(identities);
    }

    /** @param proof {@code verified}, {@code claimed} or {@code inferred} */
    public record Identity(String kind, String scope, String value, String proof) {}
}
