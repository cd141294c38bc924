package tributary.gateway.platform.postgres;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The pool, and the only place where a transaction begins and ends. */
public final class Database {

    private static final int ATTEMPTS = 5;

    /** Serialisation failure, deadlock, lost unique race, lock not available: the same work may succeed when repeated. */
    private static final Set<String> REPEATABLE = Set.of("40001", "40P01", "23505", "55P03");

    /** Classes of states: data exception, integrity violation, program limit (a value too long for its index), raised. */
    private static final Set<String> DATA_ERRORS = Set.of("22", "23", "54", "P0");

    /** Classes of states: connection, insufficient resources such as the disk, operator intervention, system error. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    /** A transaction that stood still for too long, or on a server that takes no writes now. */
    private static final Set<String> NOT_NOW = Set.of("25P03", "25006");

    private final Pool pool;

    public Database(Pool pool) {
        this.pool = pool;
    }

    /** Succeeds if the database answers and can be written to. */
    public Future<Void> ping() {
        return pool.query("select pg_is_in_recovery()")
                .execute()
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? Future.failedFuture("the database is read-only")
                        : Future.succeededFuture());
    }

    /** For statements that stand alone; each is a transaction of its own. */
    public SqlClient client() {
        return pool;
    }

    /**
     * Runs work in one transaction and commits it. A deadlock, a serialisation failure or a lost unique race repeats the
     * whole work, a few times; so the work must be safe to run again and do nothing but SQL.
     *
     * @return the work's result after the commit, on the caller's context; on failure everything is rolled back
     */
    public <T> Future<T> transaction(Function<Transaction, Future<T>> work) {
        return attempt(work, 1);
    }

    /** Runs statements that must see one snapshot of the database; nothing is written. */
    public <T> Future<T> snapshot(Function<SqlConnection, Future<T>> work) {
        return pool.withConnection(connection -> connection
                .query("begin isolation level repeatable read read only")
                .execute()
                .compose(begun -> work.apply(connection))
                .transform(result -> connection
                        .query("commit")
                        .execute()
                        .transform(end -> Future.future(promise -> {
                            if (result.succeeded()) {
                                promise.complete(result.result());
                            } else {
                                promise.fail(result.cause());
                            }
                        }))));
    }

    /** Whether a failure is one that {@link #transaction} repeats. */
    public static boolean repeatable(Throwable failure) {
        return failure instanceof PgException pg && REPEATABLE.contains(String.valueOf(pg.getSqlState()));
    }

    /** Whether the server itself refused a statement. */
    public static boolean fromServer(Throwable failure) {
        return failure instanceof PgException;
    }

    /** Whether the data of the statement is to blame, so that repeating it is useless. */
    public static boolean dataError(Throwable failure) {
        return failure instanceof PgException pg && DATA_ERRORS.contains(stateClass(pg));
    }

    /**
     * Whether the database is away, full, or too busy, so that the same request may succeed later. The client says by a
     * {@link VertxException} that a connection was lost.
     */
    public static boolean unavailable(Throwable failure) {
        return failure instanceof PgException pg
                ? AWAY.contains(stateClass(pg)) || NOT_NOW.contains(String.valueOf(pg.getSqlState())) || repeatable(pg)
                : failure instanceof IOException
                        || failure instanceof TimeoutException
                        || failure instanceof VertxException;
    }

    /** What the server said, without the data of the statement; the class and message of any other failure. */
    public static String problem(Throwable failure) {
        return failure instanceof PgException pg
                ? "database: " + pg.getSqlState() + " " + pg.getErrorMessage()
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private static String stateClass(PgException failure) {
        String state = String.valueOf(failure.getSqlState());
        return state.substring(0, Math.min(2, state.length()));
    }

    private <T> Future<T> attempt(Function<Transaction, Future<T>> work, int number) {
        return pool.withConnection(connection -> new Transaction(connection).run(work))
                .recover(failure -> repeatable(failure) && number < ATTEMPTS
                        ? attempt(work, number + 1)
                        : Future.failedFuture(failure));
    }
}
