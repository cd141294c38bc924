package tributary.gateway.identity.agent;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** The tables {@code agent} and {@code inbox_access}. */
public final class AgentTable {

    /** The columns {@link #access} reads, for queries in which the agent is called {@code a}. */
    public static final String ACCESS_COLUMNS = """
            a.id, a.email, a.name, a.role, a.active,
            array(select i.name from inbox_access x join inbox i on i.id = x.inbox_id where x.agent_id = a.id) as inboxes
            """;

    private static final String LIST = "select " + ACCESS_COLUMNS + "from agent a order by lower(a.name), a.id";

    private static final String BY_ID = "select " + ACCESS_COLUMNS + "from agent a where a.id = any($1)";

    private static final String CREDENTIALS =
            "select " + ACCESS_COLUMNS + ", a.password from agent a where lower(a.email) = lower($1)";

    private static final String AMONG =
            "select lower(email) as email from agent where active and lower(email) = any($1)";

    private static final String UNKNOWN_INBOXES = """
            select wanted.name from unnest($1::text[]) as wanted (name)
            where not exists (select from inbox i where i.name = wanted.name)
            order by wanted.name
            """;

    private static final String INSERT = """
            insert into agent (id, email, name, role, password) values (gen_random_uuid(), $1, $2, $3, $4)
            on conflict (lower(email)) do nothing
            returning id
            """;

    // Ordered, so that two changes cannot wait for each other; "no key", so that tickets may be assigned meanwhile.
    private static final String LOCK_WITH_ADMINS = """
            select id, role = 'admin' and active as active_admin from agent
            where id = $1 or (role = 'admin' and active)
            order by id for no key update
            """;

    private static final String UPDATE = """
            update agent set name = coalesce($2, name), role = coalesce($3, role),
                   active = coalesce($4, active), password = coalesce($5, password)
            where id = $1
            """;

    private static final String REPLACE_PASSWORD = "update agent set password = $3 where id = $1 and password = $2";

    private static final String REVOKE = "delete from inbox_access where agent_id = $1";

    private static final String GRANT =
            "insert into inbox_access (agent_id, inbox_id) select $1, id from inbox where name = any($2)";

    private final Database database;

    public AgentTable(Database database) {
        this.database = database;
    }

    /** Reads {@link #ACCESS_COLUMNS}. */
    public static Access access(Row row) {
        Role role = Role.of(row.getString("role")).orElseThrow();
        Agent agent = new Agent(
                row.getUUID("id"), row.getString("email"), row.getString("name"), role, row.getBoolean("active"));
        return new Access(agent, Set.of(row.getArrayOfStrings("inboxes")));
    }

    /** The access in the only row of an answer, if there is one. */
    public static Optional<Access> only(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(AgentTable::access)
                .findFirst();
    }

    Future<List<Access>> list() {
        return query(LIST, Tuple.tuple())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AgentTable::access)
                        .toList());
    }

    Future<Map<UUID, Access>> byId(Collection<UUID> ids) {
        return query(BY_ID, ids(ids)).map(rows -> {
            Map<UUID, Access> found = new HashMap<>();
            rows.forEach(row -> found.put(row.getUUID("id"), access(row)));
            return found;
        });
    }

    /** Finds the agent of an address, whatever its case, with the stored password. */
    public Future<Optional<Credentials>> credentials(String email) {
        return query(CREDENTIALS, Tuple.of(email))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Credentials(access(row), Optional.ofNullable(row.getString("password"))))
                        .findFirst());
    }

    /** Stores a better hash of the same password, unless the password was changed meanwhile. */
    public Future<Void> replacePassword(UUID agent, String oldHash, String newHash) {
        return query(REPLACE_PASSWORD, Tuple.of(agent, oldHash, newHash)).mapEmpty();
    }

    /** Reads an agent who is known to exist, inside the transaction. */
    /** Which of these addresses, in lower case, are those of active agents. */
    public Future<Set<String>> among(Transaction transaction, Collection<String> addresses) {
        return transaction
                .execute(AMONG, Tuple.of(addresses.toArray(String[]::new)))
                .map(rows -> {
                    Set<String> found = new HashSet<>();
                    rows.forEach(row -> found.add(row.getString("email")));
                    return found;
                });
    }

    public Future<Optional<Access>> read(Transaction transaction, UUID agent) {
        return transaction.execute(BY_ID, ids(Set.of(agent))).map(AgentTable::only);
    }

    /** Writes a new agent; empty if the address is taken. */
    public Future<Optional<UUID>> insert(
            Transaction transaction, String email, String name, Role role, Optional<String> passwordHash) {
        return transaction
                .execute(INSERT, Tuple.of(email, name, role.wire(), passwordHash.orElse(null)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("id"))
                        .findFirst());
    }

    /** Which of these names belong to no inbox. */
    Future<List<String>> unknownInboxes(Transaction transaction, Set<String> names) {
        return transaction
                .execute(UNKNOWN_INBOXES, Tuple.tuple().addArrayOfString(names.toArray(String[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("name"))
                        .toList());
    }

    /** Locks the agent and all active administrators, and says who these are. */
    Future<Set<UUID>> lockWithAdmins(Transaction transaction, UUID agent) {
        return transaction.execute(LOCK_WITH_ADMINS, Tuple.of(agent)).map(rows -> {
            Set<UUID> admins = new HashSet<>();
            rows.forEach(row -> {
                if (row.getBoolean("active_admin")) {
                    admins.add(row.getUUID("id"));
                }
            });
            return admins;
        });
    }

    Future<Void> update(Transaction transaction, UUID agent, AgentChange change, Optional<String> passwordHash) {
        Tuple values = Tuple.of(
                agent,
                change.name().map(String::strip).orElse(null),
                change.role().map(Role::wire).orElse(null),
                change.active().orElse(null),
                passwordHash.orElse(null));
        return transaction.execute(UPDATE, values).mapEmpty();
    }

    /** Lets the agent see exactly these inboxes. */
    Future<Void> grant(Transaction transaction, UUID agent, Set<String> inboxes) {
        return transaction
                .execute(REVOKE, Tuple.of(agent))
                .compose(revoked -> transaction.execute(
                        GRANT, Tuple.tuple().addUUID(agent).addArrayOfString(inboxes.toArray(String[]::new))))
                .mapEmpty();
    }

    private Future<RowSet<Row>> query(String sql, Tuple arguments) {
        return database.client().preparedQuery(sql).execute(arguments);
    }

    private static Tuple ids(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }

    /** An agent and the stored hash of the password, if they have one. */
    public record Credentials(Access access, Optional<String> passwordHash) {
        @Override
        public String toString() {
            return "Credentials of " + access.agent().id();
        }
    }
}
