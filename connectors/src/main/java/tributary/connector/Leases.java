package tributary.connector;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/** Work of an inbox that only one node of the cluster may do at a time: a puller, a bound session. */
public interface Leases {

    /**
     * Does the work while nobody else does work of this name at this inbox. The lease is renewed until the work's future
     * ends, and given back then.
     *
     * @param name a kebab-case word, unique in the inbox
     * @return what the work gave, which must not be null; empty if somebody else has the lease; fails if the work fails or the store is down
     */
    <T> Future<Optional<T>> hold(String name, Function<Lease, Future<T>> work);

    /** The right to go on. */
    interface Lease {

        /** Give it along with what only the holder may write, or use a compare-and-set. */
        Fence fence();

        /** False once the lease is lost, or could not be renewed in time. Ask before each step. */
        boolean held();

        /** Completes when the lease is lost before the work was done; then end the work. */
        Future<Void> lost();
    }

    /**
     * By which a holder is known from the ones before.
     *
     * @param lease its name
     * @param number grows with every holder
     */
    record Fence(String lease, long number) {}
}
