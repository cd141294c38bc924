package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Reply;

/** How the node and its neighbours are, for administrators. */
public final class SystemRoutes implements Resource {

    private final Supplier<Future<JsonObject>> system;

    public SystemRoutes(Supplier<Future<JsonObject>> system) {
        this.system = system;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.GET_SYSTEM, call -> system.get().map(Reply::ok));
    }
}
