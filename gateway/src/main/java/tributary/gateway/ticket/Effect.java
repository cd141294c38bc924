package tributary.gateway.ticket;

import io.vertx.core.Future;
import tributary.gateway.platform.postgres.Transaction;

/**
 * Something that commits together with a command: an idempotency key, for instance.
 *
 * @param <T> the command's result
 */
public interface Effect<T> {

    /** Runs first in the transaction; a failure ends the command with it, and nothing is changed. */
    Future<Void> before(Transaction transaction);

    /** Runs when the result is known, before the commit; use {@link Transaction#last}. */
    void after(Transaction transaction, T result);

    static <T> Effect<T> none() {
        return new Effect<>() {
            @Override
            public Future<Void> before(Transaction transaction) {
                return Future.succeededFuture();
            }

            @Override
            public void after(Transaction transaction, T result) {}
        };
    }
}
