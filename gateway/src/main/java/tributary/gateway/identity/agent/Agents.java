package tributary.gateway.identity.agent;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import tributary.gateway.identity.agent.AgentOutcome.Reason;
import tributary.gateway.identity.agent.AgentOutcome.Refused;
import tributary.gateway.identity.agent.AgentOutcome.Saved;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/**
 * The agents and their rights. Every change is checked and leaves a line in the audit, in one transaction. Whether the
 * one who orders it may do so is the caller's to ask ({@link Access#mayManageAgents}).
 *
 * <p>Futures end on the caller's context; they fail when the database does, and with
 * {@link tributary.connector.UnavailableException} when too many passwords wait to be hashed.
 */
public final class Agents {

    private final Database database;
    private final AgentTable table;
    private final AuditTable audit;
    private final Passwords passwords;
    private final LogInEnd logInEnd;

    public Agents(Database database, AgentTable table, AuditTable audit, Passwords passwords, LogInEnd logInEnd) {
        this.database = database;
        this.table = table;
        this.audit = audit;
        this.passwords = passwords;
        this.logInEnd = logInEnd;
    }

    /** All agents, inactive ones too, by name. */
    public Future<List<Access>> list() {
        return table.list();
    }

    /** One agent, active or not. */
    public Future<Optional<Access>> find(UUID agent) {
        return table.byId(Set.of(agent)).map(found -> Optional.ofNullable(found.get(agent)));
    }

    /** What an agent may see now; empty if unknown or inactive. */
    public Future<Optional<Access>> accessOf(UUID agent) {
        return accessOfAll(Set.of(agent)).map(found -> Optional.ofNullable(found.get(agent)));
    }

    /** What these agents may see now, in one query; who is unknown or inactive is missing. */
    public Future<Map<UUID, Access>> accessOfAll(Collection<UUID> agents) {
        return table.byId(agents).map(found -> {
            Map<UUID, Access> active = new HashMap<>(found);
            active.values().removeIf(access -> !access.agent().active());
            return active;
        });
    }

    /** Creates an agent in a transaction of its own. */
    public Future<AgentOutcome> create(Optional<UUID> actor, NewAgent agent) {
        return creating(actor, agent).compose(database::transaction);
    }

    /** Changes an agent in a transaction of its own. A new password or deactivation ends all log-ins of the agent. */
    public Future<AgentOutcome> update(Optional<UUID> actor, UUID agent, AgentChange change) {
        return updating(actor, agent, change).compose(database::transaction);
    }

    /** Like {@link #create}, for callers who commit something else with it: does the slow part, returns the SQL. */
    public Future<Function<Transaction, Future<AgentOutcome>>> creating(Optional<UUID> actor, NewAgent agent) {
        Map<String, String> problems = agent.problems();
        if (!problems.isEmpty()) {
            return Future.succeededFuture(transaction -> refused(Reason.INVALID, problems));
        }
        return passwords.hash(agent.password()).map(hash -> transaction -> insert(transaction, actor, agent, hash));
    }

    /** Like {@link #update}, for callers who commit something else with it: does the slow part, returns the SQL. */
    public Future<Function<Transaction, Future<AgentOutcome>>> updating(
            Optional<UUID> actor, UUID agent, AgentChange change) {
        Map<String, String> problems = change.problems();
        if (!problems.isEmpty()) {
            return Future.succeededFuture(transaction -> refused(Reason.INVALID, problems));
        }
        return hashed(change.password()).map(hash -> transaction -> change(transaction, actor, agent, change, hash));
    }

    private Future<Optional<String>> hashed(Optional<String> password) {
        return password.map(found -> passwords.hash(found).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private Future<AgentOutcome> insert(Transaction transaction, Optional<UUID> actor, NewAgent agent, String hash) {
        return withKnownInboxes(
                transaction,
                agent.inboxes(),
                () -> table.insert(transaction, agent.email(), agent.name(), agent.role(), Optional.of(hash))
                        .compose(id -> id.map(created -> inserted(transaction, actor, agent, created))
                                .orElseGet(() -> refused(Reason.EMAIL_TAKEN, Map.of()))));
    }

    private Future<AgentOutcome> inserted(Transaction transaction, Optional<UUID> actor, NewAgent agent, UUID id) {
        JsonObject data = new JsonObject()
                .put("role", agent.role().wire())
                .put("inboxes", new JsonArray(agent.inboxes().stream().sorted().toList()));
        return table.grant(transaction, id, agent.inboxes())
                .compose(granted -> audit.append(transaction, actor, "agent.created", id, data))
                .compose(written -> saved(transaction, id));
    }

    private Future<AgentOutcome> change(
            Transaction transaction, Optional<UUID> actor, UUID agent, AgentChange change, Optional<String> hash) {
        return table.lockWithAdmins(transaction, agent)
                .compose(admins -> table.read(transaction, agent).compose(before -> {
                    if (before.isEmpty()) {
                        return refused(Reason.UNKNOWN_AGENT, Map.of());
                    }
                    if (admins.equals(Set.of(agent)) && !change.keepsAdmin()) {
                        return refused(Reason.LAST_ADMIN, Map.of());
                    }
                    return withKnownInboxes(
                            transaction,
                            change.inboxes().orElse(Set.of()),
                            () -> apply(transaction, actor, before.get(), change, hash));
                }));
    }

    private Future<AgentOutcome> apply(
            Transaction transaction, Optional<UUID> actor, Access before, AgentChange change, Optional<String> hash) {
        UUID agent = before.agent().id();
        return table.update(transaction, agent, change, hash)
                .compose(updated -> change.inboxes()
                        .map(inboxes -> table.grant(transaction, agent, inboxes))
                        .orElseGet(Future::succeededFuture))
                .compose(granted ->
                        change.endsLogIns() ? logInEnd.end(transaction, agent) : Future.<Void>succeededFuture())
                .compose(ended -> audited(transaction, actor, agent, change.audited(before)))
                .compose(written -> saved(transaction, agent));
    }

    private Future<Void> audited(Transaction transaction, Optional<UUID> actor, UUID agent, JsonObject data) {
        return data.getJsonArray("changed").isEmpty()
                ? Future.succeededFuture()
                : audit.append(transaction, actor, "agent.updated", agent, data);
    }

    private Future<AgentOutcome> withKnownInboxes(
            Transaction transaction, Set<String> inboxes, Supplier<Future<AgentOutcome>> work) {
        return table.unknownInboxes(transaction, inboxes)
                .compose(unknown -> unknown.isEmpty()
                        ? work.get()
                        : refused(
                                Reason.INVALID,
                                Map.of("inboxes", "expected names of inboxes, found \"" + unknown.get(0) + '"')));
    }

    private Future<AgentOutcome> saved(Transaction transaction, UUID agent) {
        return table.read(transaction, agent).map(access -> new Saved(access.orElseThrow()));
    }

    private static Future<AgentOutcome> refused(Reason reason, Map<String, String> problems) {
        return Future.succeededFuture(new Refused(reason, problems));
    }

    /** Ends everything that was opened with an agent's old password, inside the transaction that changes it. */
    @FunctionalInterface
    public interface LogInEnd {
        Future<Void> end(Transaction transaction, UUID agent);
    }
}
