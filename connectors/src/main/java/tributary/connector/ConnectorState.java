package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** What a connector must not forget about its inbox: small values under keys, the same on all nodes. */
public interface ConnectorState {

    /** The version of a value that is not there; see {@link #replace}. */
    long NOTHING = 0;

    Future<Optional<Buffer>> get(String key);

    /** A value and which writing of it this is. */
    Future<Optional<Stored>> read(String key);

    /** Writes a value; the last one counts. */
    Future<Void> put(String key, Buffer value);

    /**
     * Writes a value if nobody has written since.
     *
     * @param version what {@link #read} gave, or {@link #NOTHING} if there must be none yet
     * @return false if somebody was faster, and then nothing is written
     */
    Future<Boolean> replace(String key, long version, Buffer value);

    Future<Void> remove(String key);

    /** @param version grows by one with each writing, from 1 */
    record Stored(Buffer value, long version) {}
}
