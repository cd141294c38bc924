package tributary.connector;

import io.vertx.core.Future;
import tributary.conversation.Signal;

/** Where a connector brings what came in. */
public interface Inbound {

    /**
     * Makes an arrival durable. Only when this succeeds may the provider be told yes.
     *
     * <p>Safe to repeat. Arrivals given one after the other by one party are processed in that order.
     *
     * @return completes on the caller's context after the commit; fails with {@link UnavailableException} when it cannot
     *     be stored now (store down or queue full): refuse in the protocol's own words
     */
    Future<Accepted> accept(Arrival arrival);

    /** Passes on what may be lost. Never fails. */
    void signal(Signal signal);
}
