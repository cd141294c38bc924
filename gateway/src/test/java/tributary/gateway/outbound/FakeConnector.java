package tributary.gateway.outbound;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import tributary.connector.Connector;
import tributary.connector.Delivery;
import tributary.conversation.ConversationEvent;
import tributary.conversation.OutboundMessage;
import tributary.conversation.PartyKey;

/** Remembers what it was given to send, and answers as told. */
final class FakeConnector implements Connector {

    final Queue<OutboundMessage> sent = new ConcurrentLinkedQueue<>();
    final Queue<String> solved = new ConcurrentLinkedQueue<>();
    private final boolean idempotent;
    volatile boolean sendsHere = true;
    volatile Function<OutboundMessage, Future<Delivery>> provider =
            message -> Future.succeededFuture(new Delivery.Accepted("p-" + message.id()));

    FakeConnector(boolean idempotent) {
        this.idempotent = idempotent;
    }

    void answers(Delivery delivery) {
        provider = message -> Future.succeededFuture(delivery);
    }

    List<String> texts() {
        return sent.stream().map(OutboundMessage::text).toList();
    }

    @Override
    public Future<Delivery> send(OutboundMessage message) {
        sent.add(message);
        return provider.apply(message);
    }

    @Override
    public boolean sendsHere() {
        return sendsHere;
    }

    @Override
    public boolean idempotentSend() {
        return idempotent;
    }

    @Override
    public Future<Void> solved(PartyKey party) {
        solved.add(party.identity().value() + " after " + sent.size());
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> start() {
        return Future.succeededFuture();
    }

    @Override
    public Future<List<ConversationEvent>> read(Buffer raw) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> health() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }
}
