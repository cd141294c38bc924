package tributary.load.traffic;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tributary.load.client.Dialler;
import tributary.load.client.Pacer;
import tributary.load.client.Visitor;
import tributary.load.server.GatewayLauncher;

/** Brings visitors in at a bounded rate. Lives on the client's event loop. */
public final class Arrivals {

    private final Dialler dialler;
    private final int count;
    private final Visitor.Listener listener;
    private final SortedMap<Integer, Visitor> visitors = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Promise<Void> done = Promise.promise();
    private int ended;

    /** @param listener hears what each visitor has to tell, under its index from 0 */
    public Arrivals(Dialler dialler, int count, Visitor.Listener listener) {
        this.dialler = dialler;
        this.count = count;
        this.listener = listener;
    }

    /** Completes when each has said hello or failed to. */
    public Future<Void> begin(Context loop, double rate) {
        return new Pacer(loop, System.nanoTime(), rate, count).run(this::one).compose(all -> done.future());
    }

    /** Those that are in, by their index. */
    public List<Visitor> visitors() {
        return List.copyOf(visitors.values());
    }

    /** Why some are not in, with how many. */
    public Map<String, Integer> failures() {
        return failures;
    }

    private void one(int index, long intended) {
        Visitor.arrive(dialler, GatewayLauncher.INBOX, index, listener)
                .onSuccess(visitor -> visitors.put(index, visitor))
                .onFailure(failure -> failures.merge(String.valueOf(failure.getMessage()), 1, Integer::sum))
                .onComplete(either -> countEnd());
    }

    private void countEnd() {
        ended++;
        if (ended == count) {
            done.complete();
        }
    }
}
