package tributary.load.client;

import io.vertx.core.Future;

/** A provider that hands short messages over to a server. Lives on the client's event loop. */
public interface Carrier {

    /** The inbox that messages are for, and its number. */
    String INBOX = "sms";

    String NUMBER = "+15005550006";

    /** Completes when messages can be handed over. */
    Future<Void> ready();

    /**
     * Hands a message over, after those that were there before if there is no room.
     *
     * @param from the author's number, with {@code +}
     * @return empty when the server says that it has it, else the code of its refusal; fails when there was no answer
     */
    Future<String> deliver(String from, String text);
}
