package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Values in memory. */
public final class FakeState implements ConnectorState {
    private final Map<String, Buffer> values = new ConcurrentHashMap<>();

    @Override
    public Future<Optional<Buffer>> get(String key) {
        return Future.succeededFuture(Optional.ofNullable(values.get(key)));
    }

    @Override
    public Future<Void> put(String key, Buffer value) {
        values.put(key, value);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> remove(String key) {
        values.remove(key);
        return Future.succeededFuture();
    }
}
