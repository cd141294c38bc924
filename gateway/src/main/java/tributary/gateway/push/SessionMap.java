package tributary.gateway.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;
import tributary.gateway.platform.redis.SharedState;

/**
 * Which nodes a customer is connected to, in Redis, so that what is meant for them alone travels to those nodes only. Each
 * node writes its own customers, again every {@link #LIFE} / 3, and all of them soon when Redis was away or forgot them.
 * Who is not found, for whatever reason, may be anywhere.
 *
 * <p>{@link #renew} is called on one context, all else from any thread. Keys are digests: nobody's identity lies in Redis.
 */
final class SessionMap {

    static final String FOUND = "tributary_sessions_found_total";
    static final String NOT_FOUND = "tributary_sessions_not_found_total";

    /** Milliseconds between two calls of {@link #renew}. */
    static final long RENEW_MS = 2_500;

    private static final Duration LIFE = Duration.ofMinutes(5);

    /** Parts in which customers are written again, one at each call. */
    private static final int SLICES = 40;

    /** Parts at each call while Redis has not got everybody. */
    private static final int SLICES_IN_A_HURRY = 8;

    private final Optional<SharedState> redis;
    private final String node;
    private final Supplier<Collection<PartyKey>> here;
    private final Counter found;
    private final Counter notFound;
    private int next;
    private int missing;
    private volatile boolean refused;

    /**
     * @param redis empty if every message has to go to every node
     * @param node this node's signature on the bus
     * @param here who is connected to this node
     */
    SessionMap(Optional<SharedState> redis, String node, Supplier<Collection<PartyKey>> here, MeterRegistry meters) {
        this.redis = redis;
        this.node = node;
        this.here = here;
        this.found = meters.counter(FOUND);
        this.notFound = meters.counter(NOT_FOUND);
    }

    void came(PartyKey party) {
        redis.ifPresent(shared -> shared.join(key(party), node, LIFE).onFailure(away -> refused = true));
    }

    /** The last connection of a customer to this node has ended. */
    void left(PartyKey party) {
        redis.ifPresent(shared -> shared.leave(key(party), node));
    }

    /** The nodes a customer is connected to; none if that is not known. Never fails. */
    Future<Set<String>> nodes(PartyKey party) {
        return redis.map(shared -> shared.members(key(party)).otherwise(Set.of()))
                .orElseGet(() -> Future.succeededFuture(Set.of()))
                .onSuccess(nodes -> (nodes.isEmpty() ? notFound : found).increment());
    }

    /** To be called every {@link #RENEW_MS}. */
    void renew() {
        redis.ifPresent(shared -> shared.get(mark())
                .onSuccess(mark -> renew(shared, mark.isPresent()))
                .onFailure(away -> refused = true));
    }

    /** @param remembers whether Redis still has what was written when {@link #missing} became 0 last */
    private void renew(SharedState shared, boolean remembers) {
        if (refused || (!remembers && missing == 0)) {
            refused = false;
            missing = SLICES;
        }
        int slices = missing > 0 ? Math.min(missing, SLICES_IN_A_HURRY) : 1;
        int from = next;
        here.get().stream()
                .filter(party -> Math.floorMod(party.hashCode() - from, SLICES) < slices)
                .forEach(this::came);
        next = (next + slices) % SLICES;
        missing = Math.max(0, missing - slices);
        if (missing == 0) {
            shared.put(mark(), "whole", LIFE);
        }
    }

    /** Goes when Redis forgets; so this node knows that its customers are gone, too. */
    private String mark() {
        return "sessions-of:" + node;
    }

    private static String key(PartyKey party) {
        IdentityKey who = party.identity();
        String text = String.join("\0", who.kind(), who.scope(), who.value());
        return "session:" + party.inbox() + ':' + digest(text);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
