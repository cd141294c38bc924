package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.conversation.IdentityKey;

/** Visitor sessions in memory. */
public final class FakeSessions implements VisitorSessions {
    private final Map<String, Session> rows = new HashMap<>();
    private final Map<String, Set<Buffer>> secrets = new HashMap<>();
    private final Map<String, String> proofs = new HashMap<>();
    private boolean down;

    public synchronized void down(boolean unreachable) {
        down = unreachable;
    }

    public synchronized int count() {
        return rows.size();
    }

    @Override
    public synchronized Future<Session> create(String inbox, String id, Buffer secretHash) {
        if (down) {
            return Future.failedFuture(new UnavailableException("store down", Duration.ofSeconds(7)));
        }
        secrets.computeIfAbsent(id, i -> new HashSet<>(Set.of(secretHash)));
        return Future.succeededFuture(
                rows.computeIfAbsent(id, i -> new Session(id, new IdentityKey("visitor", inbox, id), null, false)));
    }

    @Override
    public synchronized Future<Optional<Session>> resume(
            String inbox, String id, Buffer secretHash, Buffer nextSecretHash) {
        if (down) {
            return Future.failedFuture(new UnavailableException("store down", Duration.ofSeconds(7)));
        }
        if (!secrets.getOrDefault(id, Set.of()).contains(secretHash)) {
            return Future.succeededFuture(Optional.empty());
        }
        secrets.get(id).add(nextSecretHash);
        return Future.succeededFuture(Optional.of(rows.get(id)));
    }

    @Override
    public synchronized Future<Boolean> useUp(String inbox, String id, String proof, Instant until) {
        return Future.succeededFuture(proofs.computeIfAbsent(proof, first -> id).equals(id));
    }

    @Override
    public synchronized Future<Session> bind(String inbox, String id, IdentityKey identity, @Nullable String subject) {
        return Future.succeededFuture(
                rows.computeIfPresent(id, (i, row) -> new Session(id, identity, subject, row.formDone())));
    }

    @Override
    public synchronized Future<Void> formDone(String inbox, String id) {
        rows.computeIfPresent(id, (i, row) -> new Session(id, row.identity(), row.subject(), true));
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> end(String inbox, String id) {
        secrets.remove(id);
        return Future.succeededFuture();
    }
}
