package tributary.gateway.identity.setup;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** The table {@code setup_link}, and the agent whom set-up makes. */
public final class SetupTable {

    // Nodes may start together, and two people may hold the link.
    private static final String LOCK = "lock table setup_link in share row exclusive mode";

    private static final String NEEDED = "select not exists (select from agent where password is not null) as needed";

    private static final String HAS_LINK =
            "select exists (select from setup_link where token_hash = $1 and expires_at > now()) as valid";

    private static final String PUT_LINK =
            "insert into setup_link (token_hash, expires_at) values ($1, now() + interval '24 hours')";

    private static final String USE_LINK = "delete from setup_link where token_hash = $1 and expires_at > now()";

    private static final String CLEAR_LINKS = "delete from setup_link";

    private static final String ADMIN_WITHOUT_PASSWORD =
            "select id from agent where role = 'admin' and password is null order by created_at, id limit 1";

    private static final String COMPLETE_ADMIN =
            "update agent set email = $2, name = $3, password = $4, active = true where id = $1";

    private final Database database;

    public SetupTable(Database database) {
        this.database = database;
    }

    /** Lets only one transaction at a time set up. */
    Future<Void> lock(Transaction transaction) {
        return transaction.execute(LOCK, Tuple.tuple()).mapEmpty();
    }

    /** Whether nobody can log in with a password. */
    Future<Boolean> needed() {
        return query(NEEDED, Tuple.tuple()).map(rows -> flag(rows, "needed"));
    }

    Future<Boolean> needed(Transaction transaction) {
        return transaction.execute(NEEDED, Tuple.tuple()).map(rows -> flag(rows, "needed"));
    }

    Future<Boolean> hasLink(Buffer hash) {
        return query(HAS_LINK, Tuple.of(hash)).map(rows -> flag(rows, "valid"));
    }

    /** Makes this the only link. */
    Future<Void> replaceLinks(Transaction transaction, Buffer hash) {
        return clearLinks(transaction)
                .compose(cleared -> transaction.execute(PUT_LINK, Tuple.of(hash)))
                .mapEmpty();
    }

    Future<Boolean> useLink(Transaction transaction, Buffer hash) {
        return transaction.execute(USE_LINK, Tuple.of(hash)).map(rows -> rows.rowCount() == 1);
    }

    Future<Void> clearLinks(Transaction transaction) {
        return transaction.execute(CLEAR_LINKS, Tuple.tuple()).mapEmpty();
    }

    /** The administrator whom a configured token acts as, while nobody has taken the account over. */
    Future<Optional<UUID>> adminWithoutPassword(Transaction transaction) {
        return transaction
                .execute(ADMIN_WITHOUT_PASSWORD, Tuple.tuple())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("id"))
                        .findFirst());
    }

    Future<Void> completeAdmin(Transaction transaction, UUID admin, String email, String name, String passwordHash) {
        return transaction
                .execute(COMPLETE_ADMIN, Tuple.of(admin, email, name, passwordHash))
                .mapEmpty();
    }

    private Future<RowSet<Row>> query(String sql, Tuple arguments) {
        return database.client().preparedQuery(sql).execute(arguments);
    }

    private static boolean flag(RowSet<Row> rows, String column) {
        return rows.iterator().next().getBoolean(column);
    }
}
