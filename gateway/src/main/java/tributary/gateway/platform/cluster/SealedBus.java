package tributary.gateway.platform.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The clustered event bus of Vert.x, with a seal on each message: a code over topic, sender and body by a key that only
 * members have. What has another seal is dropped and counted. Replaying an old message is harmless by what messages are.
 *
 * <p>Wire: code (32 bytes), length of the node's name (1), the name, the body.
 */
final class SealedBus implements ClusterBus {

    static final String SENT = "tributary_bus_sent_total";
    static final String RECEIVED = "tributary_bus_received_total";
    static final String REFUSED = "tributary_bus_refused_total";

    /** Bytes of a message at most. */
    static final int LARGEST = 1_048_576;

    private static final String ADDRESS = "tributary.";

    private final Vertx vertx;
    private final String node;
    private final byte[] key;
    private final BooleanSupplier carries;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Map<Subscription, List<MessageConsumer<?>>> consumers = new ConcurrentHashMap<>();
    private final Counter sent;
    private final Counter received;
    private final Counter refused;

    SealedBus(Vertx vertx, String node, byte[] key, BooleanSupplier carries, MeterRegistry meters) {
        this.vertx = vertx;
        this.node = node;
        this.key = key.clone();
        this.carries = carries;
        this.sent = meters.counter(SENT);
        this.received = meters.counter(RECEIVED);
        this.refused = meters.counter(REFUSED);
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public boolean clustered() {
        return true;
    }

    @Override
    public boolean carries() {
        return carries.getAsBoolean();
    }

    @Override
    public void publish(String topic, Buffer message) {
        send(ADDRESS + topic, topic, message);
    }

    @Override
    public void tell(String to, String topic, Buffer message) {
        send(address(topic, to), topic, message);
    }

    private void send(String address, String topic, Buffer message) {
        if (message.length() > LARGEST) {
            refused.increment();
            return;
        }
        sent.increment();
        vertx.eventBus().publish(address, sealed(topic, message));
    }

    /** Only that node listens there. */
    private static String address(String topic, String node) {
        return ADDRESS + topic + '@' + node;
    }

    @Override
    public void subscribe(String topic, Handler<Message> reader) {
        Subscription subscription = new Subscription(topic, reader, vertx.getOrCreateContext());
        subscriptions.add(subscription);
        subscription.context().runOnContext(on -> begin(subscription));
    }

    /** Makes every subscription known to the cluster again: a cut may have made others forget it. */
    void renew() {
        subscriptions.forEach(subscription -> subscription.context().runOnContext(on -> {
            List<MessageConsumer<?>> former = consumers.getOrDefault(subscription, List.of());
            begin(subscription);
            former.forEach(MessageConsumer::unregister);
        }));
    }

    private void begin(Subscription subscription) {
        String topic = subscription.topic();
        consumers.put(
                subscription,
                Stream.of(ADDRESS + topic, address(topic, node))
                        .<MessageConsumer<?>>map(address -> vertx.eventBus()
                                .<Object>consumer(
                                        address, message -> received(topic, message.body(), subscription.reader())))
                        .toList());
    }

    private void received(String topic, Object body, Handler<Message> reader) {
        Message message = body instanceof Buffer sealed ? opened(topic, sealed) : null;
        if (message == null) {
            refused.increment();
        } else if (!message.node().equals(node)) {
            received.increment();
            reader.handle(message);
        }
    }

    private Buffer sealed(String topic, Buffer message) {
        byte[] name = node.getBytes(StandardCharsets.US_ASCII);
        Buffer content =
                Buffer.buffer().appendByte((byte) name.length).appendBytes(name).appendBuffer(message);
        return Buffer.buffer().appendBytes(code(topic, content.getBytes())).appendBuffer(content);
    }

    private @Nullable Message opened(String topic, Buffer sealed) {
        int names = ClusterKeys.CODE + 1;
        if (sealed.length() < names || sealed.length() < names + sealed.getUnsignedByte(ClusterKeys.CODE)) {
            return null;
        }
        byte[] content = sealed.getBytes(ClusterKeys.CODE, sealed.length());
        if (!MessageDigest.isEqual(sealed.getBytes(0, ClusterKeys.CODE), code(topic, content))) {
            return null;
        }
        int body = names + sealed.getUnsignedByte(ClusterKeys.CODE);
        return new Message(
                new String(sealed.getBytes(names, body), StandardCharsets.US_ASCII),
                sealed.getBuffer(body, sealed.length()));
    }

    private byte[] code(String topic, byte[] content) {
        return ClusterKeys.code(key, topic.getBytes(StandardCharsets.UTF_8), new byte[] {0}, content);
    }

    private record Subscription(String topic, Handler<Message> reader, Context context) {}
}
