package tributary.gateway.platform.smtp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tributary.gateway.platform.http.Cidr;
import tributary.gateway.platform.smtp.wire.Reply;

/** Who may connect, and how many at the same time; shared by all event loops. */
final class Admission {

    private final List<Cidr> relays;
    private final int most;
    private final OptionalInt mostOfOnePeer;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> peers = new ConcurrentHashMap<>();

    Admission(SmtpConfig config, OptionalInt mostOfOnePeer) {
        this.relays = config.relayBlocks();
        this.most = config.maxConnections();
        this.mostOfOnePeer = mostOfOnePeer;
    }

    /** Counts a new connection. Each call is paired with one of {@link #left}, also after a refusal. */
    Optional<Reply> entered() {
        return open.incrementAndGet() > most
                ? Optional.of(Reply.of(421, "4.3.2", "too many connections, try again later"))
                : Optional.empty();
    }

    void left() {
        open.decrementAndGet();
    }

    /** Counts a connection of this peer. Each call is paired with one of {@link #left(String)}, also after a refusal. */
    Optional<Reply> entered(String peer, boolean exempt) {
        int now = peers.merge(peer, 1, Integer::sum);
        if (!relays.isEmpty() && relays.stream().noneMatch(block -> block.contains(peer))) {
            return Optional.of(Reply.of(554, "5.7.1", "you may not connect here"));
        }
        return !exempt && mostOfOnePeer.isPresent() && now > mostOfOnePeer.getAsInt()
                ? Optional.of(Reply.of(421, "4.7.0", "too many connections from you, try again later"))
                : Optional.empty();
    }

    void left(String peer) {
        peers.computeIfPresent(peer, (key, count) -> count == 1 ? null : count - 1);
    }

    int open() {
        return open.get();
    }
}
