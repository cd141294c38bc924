package tributary.connector;

import io.vertx.core.buffer.Buffer;

/** Keys of this installation for what it signs and later gets back, such as URLs. */
public interface SigningKeys {

    /**
     * The key for one purpose: random, at least 32 bytes, made once and the same on all nodes. Does not block.
     *
     * @param purpose what is signed, a kebab-case word; each has a key of its own
     */
    Buffer key(String purpose);
}
