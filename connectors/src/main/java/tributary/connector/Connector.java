package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tributary.conversation.ConversationEvent;
import tributary.conversation.OutboundMessage;
import tributary.conversation.PartyKey;
import tributary.conversation.Trust;

/** Speaks one channel's protocol for one inbox. Its methods never throw; faults are failed futures. */
public interface Connector {

    /** Begins to take traffic. Completes when it does. */
    Future<Void> start();

    /**
     * Reads the events out of a raw payload. The same bytes give the same events, so that a corrected parser can be run over
     * what came in before.
     *
     * @param raw what was given to {@link Inbound#accept} as {@link Arrival#raw}
     * @return fails with {@link UnreadableException} if the payload cannot be understood
     */
    Future<List<ConversationEvent>> read(Buffer raw);

    /**
     * Asks others how far the author of an {@link Arrival#unproven} payload is who they say. Called after the payload is
     * durable and the provider was told yes, outside any transaction; after a crash perhaps once more. The first answer is
     * stored beside the payload and holds for good, however often the payload is read again.
     *
     * @param raw what was given to {@link Inbound#accept} as {@link Arrival#raw}
     * @return completes within seconds, also while nobody answers; a failure counts as {@link Trust#UNKNOWN}
     */
    default Future<Trust> vouch(Buffer raw) {
        return Future.succeededFuture(Trust.UNKNOWN);
    }

    /** What the customer sent, out of a raw payload: for people who want to see it as it came. */
    default Original original(Buffer raw) {
        return new Original(raw, Optional.empty());
    }

    /**
     * Hands a message to the provider. Called only after the attempt is recorded in the database.
     *
     * @return what the provider said; a failed future means that nobody knows whether it was sent
     */
    Future<Delivery> send(OutboundMessage message);

    /**
     * Whether this node can hand messages over. While another node has what it takes, a bound session, what is due waits for
     * that one. Called often, on any thread.
     */
    default boolean sendsHere() {
        return true;
    }

    /** Whether repeating {@link #send} with the same message cannot reach the customer twice. */
    default boolean idempotentSend() {
        return false;
    }

    /**
     * Somebody solved the ticket of this customer; a provider that keeps sessions may be told. Called after the commit, and
     * not again if the node ends before.
     */
    default Future<Void> solved(PartyKey party) {
        return Future.succeededFuture();
    }

    /** Succeeds while the channel works; fails with the reason, for {@code /health/ready} and the inbox page. */
    Future<Void> health();

    /** What one message may be; empty if nothing limits it. The same as long as the connector lives. */
    default Optional<ComposeLimits> limits() {
        return Optional.empty();
    }

    /** What people should know about the inbox, for its page: kebab-case names and short values, no secret. */
    default Map<String, String> facts() {
        return Map.of();
    }

    /**
     * Tries the inbox's credentials against its provider, without sending anything to anybody.
     *
     * @return what was tried, in a short English sentence; fails with the reason, which an operator may read
     */
    default Future<String> test() {
        return health().map("the connector is running");
    }

    /**
     * @param bytes the payload; nothing if it is stored as a file
     * @param file the stored file that has it
     */
    record Original(Buffer bytes, Optional<UUID> file) {}

    /** Takes no new traffic, finishes what it accepted, tells its peers to come back later. */
    Future<Void> stop();
}
