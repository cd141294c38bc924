package tributary.gateway.identity.session;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.AuditTable;
import tributary.gateway.identity.agent.Secrets;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/**
 * Tokens for programs. A token acts as the agent it belongs to, with that agent's rights of the moment, until it is
 * revoked; while the agent is inactive it is worthless. A lost or revoked right is felt within two seconds.
 *
 * <p>Futures end on the caller's context and fail when the database does.
 */
public final class ApiTokens {

    /** How every token made here begins, so that scanners for leaked secrets can know it. */
    public static final String PREFIX = "trb_";

    private final Database database;
    private final ApiTokenTable table;
    private final AuditTable audit;
    private final Secrets secrets;
    private final RecentAccess recent;

    public ApiTokens(Database database, ApiTokenTable table, AuditTable audit, Secrets secrets, Ticker ticker) {
        this.database = database;
        this.table = table;
        this.audit = audit;
        this.secrets = secrets;
        this.recent = new RecentAccess(ticker);
    }

    /**
     * Makes a token, in a transaction of its own.
     *
     * @param name what the agent calls it; checked with {@link tributary.gateway.identity.agent.AgentRule#name} by the caller
     */
    public Future<Created> create(UUID agent, String name) {
        return database.transaction(transaction -> create(transaction, agent, name));
    }

    /** Like {@link #create(UUID, String)}, with what else the transaction does. */
    public Future<Created> create(Transaction transaction, UUID agent, String name) {
        String token = PREFIX + secrets.next();
        Buffer hash = Secrets.hash(token).orElseThrow();
        return table.insert(transaction, agent, name.strip(), hash)
                .compose(id -> audit.append(transaction, Optional.of(agent), "api-token.created", id, new JsonObject())
                        .map(written -> new Created(id, name.strip(), token)));
    }

    /** The agent's tokens, oldest first. */
    public Future<List<Listed>> list(UUID agent) {
        return table.list(agent);
    }

    /** Makes a token of the agent worthless; false if the agent has no such token. */
    public Future<Boolean> revoke(UUID agent, UUID token) {
        return database.transaction(transaction -> table.delete(transaction, agent, token)
                        .compose(deleted -> deleted
                                ? audit.append(
                                                transaction,
                                                Optional.of(agent),
                                                "api-token.revoked",
                                                token,
                                                new JsonObject())
                                        .map(true)
                                : Future.succeededFuture(false)))
                .onSuccess(revoked -> recent.forgetAllOf(agent));
    }

    /** Whom a token stands for; empty if it stands for nobody, or no longer. */
    public Future<Optional<Access>> authenticate(String token) {
        return Secrets.hash(token)
                .map(hash -> recent.get(hash, table::access))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /**
     * A new token.
     *
     * @param token shown once; the database does not know it
     */
    public record Created(UUID id, String name, String token) {
        @Override
        public String toString() {
            return "Created[id=" + id + ']';
        }
    }

    /** A token as its owner sees it later. {@code lastUsedAt} is true to the minute. */
    public record Listed(UUID id, String name, Instant createdAt, Optional<Instant> lastUsedAt) {}
}
