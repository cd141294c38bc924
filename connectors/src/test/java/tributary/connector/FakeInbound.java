package tributary.connector;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.Signal;

/** A journal in memory. It can be held (answers wait) and made unavailable. Accepted messages enter the party's stream. */
public final class FakeInbound implements Inbound {
    private final Vertx vertx;
    private final FakeConversations conversations;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private boolean holding;
    private boolean unavailable;

    private record Entry(Arrival arrival, UUID id, Instant at) {}

    FakeInbound(Vertx vertx, FakeConversations conversations) {
        this.vertx = vertx;
        this.conversations = conversations;
    }

    @Override
    public synchronized Future<Accepted> accept(Arrival arrival) {
        arrivals.add(arrival);
        Context context = vertx.getOrCreateContext();
        Promise<Accepted> promise = Promise.promise();
        Runnable answer = () -> context.runOnContext(v -> decide(arrival, promise));
        if (holding) {
            held.add(answer);
        } else {
            answer.run();
        }
        return promise.future();
    }

    private void decide(Arrival arrival, Promise<Accepted> promise) {
        if (isUnavailable()) {
            promise.fail(new UnavailableException("store down", Duration.ofSeconds(7)));
        } else {
            promise.complete(append(arrival));
        }
    }

    private synchronized boolean isUnavailable() {
        return unavailable;
    }

    private synchronized Accepted append(Arrival arrival) {
        Entry first = entries.get(arrival.event().externalId());
        if (first != null) {
            return first.arrival().contentHash().equals(arrival.contentHash())
                    ? new Accepted.Duplicate(first.id(), first.at())
                    : new Accepted.Conflict(first.id());
        }
        Entry entry = new Entry(arrival, UUID.randomUUID(), Instant.now().truncatedTo(ChronoUnit.MILLIS));
        entries.put(arrival.event().externalId(), entry);
        if (arrival.event() instanceof MessageReceived message) {
            conversations.post(message, entry.id());
        }
        return new Accepted.Recorded(entry.id(), entry.at());
    }

    @Override
    public synchronized Future<SortedMap<String, Buffer>> stored(String first, String last, int most) {
        SortedMap<String, Buffer> found = new TreeMap<>();
        entries.forEach((id, entry) -> {
            if (id.compareTo(first) >= 0 && id.compareTo(last) <= 0 && found.size() < most) {
                found.put(id, entry.arrival().contentHash());
            }
        });
        return Future.succeededFuture(found);
    }

    @Override
    public synchronized void signal(Signal signal) {
        signals.add(signal);
    }

    public synchronized void hold() {
        holding = true;
    }

    public synchronized void release() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    public synchronized void unavailable(boolean down) {
        unavailable = down;
    }

    /** All that was brought, accepted or not, in order. */
    public synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** What is stored, in order. */
    public synchronized List<Arrival> stored() {
        return entries.values().stream().map(Entry::arrival).toList();
    }

    public synchronized boolean has(String externalId) {
        return entries.containsKey(externalId);
    }

    public synchronized List<Signal> signals() {
        return List.copyOf(signals);
    }
}
