package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Values in memory. */
public final class FakeState implements ConnectorState {
    private final Map<String, Stored> values = new ConcurrentHashMap<>();

    @Override
    public Future<Optional<Buffer>> get(String key) {
        return read(key).map(found -> found.map(Stored::value));
    }

    @Override
    public Future<Optional<Stored>> read(String key) {
        return Future.succeededFuture(Optional.ofNullable(values.get(key)));
    }

    @Override
    public Future<Void> put(String key, Buffer value) {
        values.merge(key, new Stored(value, 1), (before, now) -> new Stored(value, before.version() + 1));
        return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> replace(String key, long version, Buffer value) {
        boolean[] written = {false};
        values.compute(key, (name, before) -> {
            written[0] = (before == null ? NOTHING : before.version()) == version;
            return written[0] ? new Stored(value, version + 1) : before;
        });
        return Future.succeededFuture(written[0]);
    }

    @Override
    public Future<Void> remove(String key) {
        values.remove(key);
        return Future.succeededFuture();
    }
}
