package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Leases in memory, which a test can take away. */
public final class FakeLeases implements Leases {
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final AtomicLong fences = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;

    @Override
    public <T> Future<Optional<T>> hold(String name, Function<Lease, Future<T>> work) {
        asked.incrementAndGet();
        if (away) {
            return Future.failedFuture("the store is away");
        }
        Held lease = new Held(new Fence(name, fences.incrementAndGet()), Promise.promise());
        if (held.putIfAbsent(name, lease) != null) {
            return Future.succeededFuture(Optional.empty());
        }
        return work.apply(lease).map(Optional::of).onComplete(done -> held.remove(name, lease));
    }

    /** Whether the store of the leases does not answer. */
    public void away(boolean down) {
        away = down;
    }

    /** How often somebody wanted one. */
    public int asked() {
        return asked.get();
    }

    /** Somebody else has it now. */
    public void lose(String name) {
        held.remove(name).loss().complete();
    }

    private record Held(Fence fence, Promise<Void> loss) implements Lease {
        @Override
        public boolean held() {
            return !loss.future().isComplete();
        }

        @Override
        public Future<Void> lost() {
            return loss.future();
        }
    }
}
