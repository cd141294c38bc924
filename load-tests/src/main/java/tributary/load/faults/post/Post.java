package tributary.load.faults.post;

import io.vertx.core.Future;
import tributary.load.faults.check.Sent;

/** A way for a customer's messages to one inbox. Used on one event loop. */
public interface Post {

    String inbox();

    /** By which the channel knows a message again; empty if it gives none. */
    String id(String sender, int number);

    /**
     * Hands a message over.
     *
     * @param node 0 or 1; who has a connection that the node opened does not choose
     * @return what was said; a failure means as much as silence
     */
    Future<Verdict> bring(int node, Sent message);

    /**
     * A number that nobody else has.
     *
     * @param sender a letter and a number below 100
     * @return digits, without {@code +}
     */
    static String phone(String sender) {
        return "1500555%02d%02d".formatted(sender.charAt(0) - 'a' + 10, Integer.parseInt(sender.substring(1)));
    }
}
