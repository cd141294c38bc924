package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tributary.connector.WebRoutes.Peer;

/** Hooks without a network: a test posts, the connector answers. */
public final class FakeHooks implements Hooks {
    private final Map<String, Hook> hooks = new ConcurrentHashMap<>();

    @Override
    public void open(String inbox, int mostBytes, Hook hook) {
        hooks.put(inbox, hook);
    }

    public Future<HookAnswer> get(String inbox, String uri, Map<String, String> query) {
        return call(inbox, "GET", "", uri, query, Map.of(), Buffer.buffer());
    }

    public Future<HookAnswer> post(String inbox, String place, Map<String, String> query, Buffer body) {
        return call(inbox, "POST", place, "/hooks/" + inbox, query, Map.of(), body);
    }

    public Future<HookAnswer> call(
            String inbox,
            String method,
            String place,
            String uri,
            Map<String, String> query,
            Map<String, String> headers,
            Buffer body) {
        return hooks.get(inbox)
                .answer(new HookCall(method, place, uri, map(query), map(headers), body, new Peer("127.0.0.1", false)));
    }

    private static MultiMap map(Map<String, String> values) {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        values.forEach(map::add);
        return map;
    }
}
