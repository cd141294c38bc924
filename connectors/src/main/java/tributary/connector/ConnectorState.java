package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** What a connector must not forget about its inbox: small values under keys, the same on all nodes. */
public interface ConnectorState {

    Future<Optional<Buffer>> get(String key);

    /** Writes a value; the last one counts. */
    Future<Void> put(String key, Buffer value);

    Future<Void> remove(String key);
}
