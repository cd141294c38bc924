package tributary.gateway.ticket;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.function.Consumer;
import tributary.gateway.platform.cluster.ClusterBus;

/**
 * Tells readers on every node what was just committed. A hint only: whoever misses one sees a hole in the positions, or a
 * head ahead of its own, and reads the log.
 */
public final class TicketBus {

    /** Of this node only: what other nodes publish has addresses that begin otherwise. */
    private static final String ADDRESS = "here.ticket-log";

    private static final String TOPIC = "ticket-log";

    private final Vertx vertx;
    private final ClusterBus others;
    private final DeliveryOptions options =
            new DeliveryOptions().setCodecName(Committed.CODEC).setLocalOnly(true);

    public TicketBus(Vertx vertx, ClusterBus others) {
        this.vertx = vertx;
        this.others = others;
        vertx.eventBus().registerCodec(new Committed.Codec());
    }

    /** Publishes entries of one inbox, in order, after their commit. */
    public void publish(List<TicketEvent> events) {
        if (!events.isEmpty()) {
            vertx.eventBus().publish(ADDRESS, new Committed(List.copyOf(events)), options);
            if (others.clustered()) {
                others.publish(TOPIC, CommittedJson.write(events));
            }
        }
    }

    /** How this node signs on the bus. */
    public String node() {
        return others.node();
    }

    /** Whether a hint from another node is likely to arrive. */
    public boolean carries() {
        return others.carries();
    }

    /** Hands every hint to the reader, on the caller's context. */
    public void subscribe(Consumer<List<TicketEvent>> reader) {
        subscribeHere(reader);
        others.subscribe(TOPIC, message -> CommittedJson.read(message.body()).ifPresent(reader));
    }

    /** Hands the hints of this node's own commits to the reader, on the caller's context. */
    public MessageConsumer<?> subscribeHere(Consumer<List<TicketEvent>> reader) {
        return vertx.eventBus()
                .<Committed>localConsumer(
                        ADDRESS, message -> reader.accept(message.body().events()));
    }

    /** What travels: immutable, so nodes of one process share it. */
    private record Committed(List<TicketEvent> events) {

        static final String CODEC = "tributary-committed";

        private static final class Codec implements MessageCodec<Committed, Committed> {
            @Override
            public void encodeToWire(Buffer buffer, Committed committed) {
                throw new UnsupportedOperationException("ticket events stay in this process");
            }

            @Override
            public Committed decodeFromWire(int position, Buffer buffer) {
                throw new UnsupportedOperationException("ticket events stay in this process");
            }

            @Override
            public Committed transform(Committed committed) {
                return committed;
            }

            @Override
            public String name() {
                return CODEC;
            }

            @Override
            public byte systemCodecID() {
                return -1;
            }
        }
    }
}
