package tributary.gateway.journal;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.UUID;
import java.util.function.Consumer;

/** Tells this node's intake that something waits in an inbox. A hint only: the queue in the database is the truth. */
public final class JournalBus {

    private static final String ADDRESS = "here.journal";
    private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

    private final Vertx vertx;

    public JournalBus(Vertx vertx) {
        this.vertx = vertx;
    }

    public void waiting(UUID inbox) {
        vertx.eventBus().publish(ADDRESS, inbox.toString(), HERE);
    }

    /** Hands every hint to the reader, on the caller's context. */
    public MessageConsumer<?> subscribe(Consumer<UUID> reader) {
        return vertx.eventBus()
                .<String>localConsumer(ADDRESS, message -> reader.accept(UUID.fromString(message.body())));
    }
}
