package tributary.gateway.platform.cluster;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/**
 * A bus to the other nodes. What is published may be lost, doubled or come late: a hint, never the truth.
 */
public interface ClusterBus {

    /** A node on its own: nobody hears, nobody speaks. */
    ClusterBus ALONE = new ClusterBus() {
        @Override
        public String node() {
            return "a";
        }

        @Override
        public boolean clustered() {
            return false;
        }

        @Override
        public boolean carries() {
            return true;
        }

        @Override
        public void publish(String topic, Buffer message) {
            // There is nobody to hear it.
        }

        @Override
        public void tell(String node, String topic, Buffer message) {
            // There is nobody to hear it.
        }

        @Override
        public void subscribe(String topic, Handler<Message> reader) {
            // There is nobody to speak.
        }
    };

    /** How this node signs: another one at each start. */
    String node();

    boolean clustered();

    /** Whether, by the last probes, every other living node hears this one and is heard. */
    boolean carries();

    /**
     * Tells every other node; from any thread.
     *
     * @param topic a word of the publishing package
     * @param message at most {@link SealedBus#LARGEST}; a larger one is not sent, and counted
     */
    void publish(String topic, Buffer message);

    /**
     * Tells one other node, as {@link #publish}; from any thread. A node that is gone does not hear it.
     *
     * @param node as {@link #node} answers there
     */
    void tell(String node, String topic, Buffer message);

    /** Hands what others publish, or tell this node, to a reader, on the context this is called on. */
    void subscribe(String topic, Handler<Message> reader);

    /** @param node name of the node it comes from */
    record Message(String node, Buffer body) {}
}
