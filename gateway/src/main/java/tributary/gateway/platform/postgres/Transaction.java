package tributary.gateway.platform.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One transaction on one connection.
 *
 * <p>{@link #execute} is for statements whose answer the work needs. {@link #last} collects statements that are sent at
 * the very end as one pipelined burst together with COMMIT, so that rows everybody waits for (stream positions) are
 * locked for one round trip only. The burst counts only if every statement of it succeeded: PostgreSQL answers COMMIT of
 * a failed transaction with a ROLLBACK that is no error.
 */
public final class Transaction {

    private final SqlConnection connection;
    private final List<Statement> burst = new ArrayList<>();

    Transaction(SqlConnection connection) {
        this.connection = connection;
    }

    /** Runs a statement now. */
    public Future<RowSet<Row>> execute(String sql, Tuple arguments) {
        return connection.preparedQuery(sql).execute(arguments);
    }

    /**
     * Adds a statement to the final burst, in order.
     *
     * @return its rows; complete once the transaction is, and worth something only if that committed
     */
    public Future<RowSet<Row>> last(String sql, Tuple arguments) {
        Statement statement = new Statement(sql, arguments, Promise.promise());
        burst.add(statement);
        return statement.answer().future();
    }

    /** The work's first statements follow BEGIN without waiting for its answer; nothing is committed without it. */
    <T> Future<T> run(Function<Transaction, Future<T>> work) {
        Future<?> begun = connection.query("begin").execute();
        return Future.succeededFuture()
                .compose(sent -> work.apply(this))
                .compose(result -> begun.map(result))
                .compose(this::commit, this::rollback);
    }

    /** Who waits for a statement's answer has it before the transaction is complete, on whichever threads they come. */
    private <T> Future<T> commit(T result) {
        List<Future<RowSet<Row>>> answers = new ArrayList<>();
        for (Statement statement : burst) {
            answers.add(execute(statement.sql(), statement.arguments()).andThen(statement.answer()));
        }
        answers.add(connection.query("commit").execute());
        return Future.join(answers).map(all -> result);
    }

    private <T> Future<T> rollback(Throwable failure) {
        return connection.query("rollback").execute().transform(ended -> Future.failedFuture(failure));
    }

    private record Statement(String sql, Tuple arguments, Promise<RowSet<Row>> answer) {}
}
