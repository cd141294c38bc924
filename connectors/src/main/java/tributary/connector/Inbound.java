package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.SortedMap;
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

    /**
     * What is durable in this inbox under a range of external ids.
     *
     * @param first of ids that have one length and differ in hexadecimal digits only, so that every collation agrees
     * @param last included
     * @param most how many at most
     * @return content hash by external id, in the order of the ids
     */
    Future<SortedMap<String, Buffer>> stored(String first, String last, int most);

    /** Passes on what may be lost. Never fails. */
    void signal(Signal signal);
}
