package tributary.gateway.api.once;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Reply;
import tributary.gateway.api.once.IdempotencyTable.Stored;
import tributary.gateway.api.once.IdempotencyTable.TakenKey;
import tributary.gateway.platform.http.Problem;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;
import tributary.gateway.ticket.Effect;

/**
 * Lets a POST that is sent again take effect once. The key commits with the effect, so there is never one without the
 * other; a second request with the key waits for the first and gets its answer, and one with another body is refused. A
 * refusal is not remembered: the same request may succeed later.
 */
public final class Idempotency {

    private final Database database;
    private final IdempotencyTable table;

    public Idempotency(Database database) {
        this.database = database;
        this.table = new IdempotencyTable(database);
    }

    /**
     * Runs a command that commits the key by itself.
     *
     * @param command gets the effect to commit with
     */
    public <T> Future<Reply> command(Call call, Function<T, Reply> reply, Function<Effect<T>, Future<T>> command) {
        return command.apply(effect(key(call, call.content()), reply))
                .map(reply)
                .recover(Idempotency::answered);
    }

    /** Runs work and key in one transaction. */
    public Future<Reply> transaction(Call call, Function<Transaction, Future<Reply>> work) {
        return transaction(call, call.content(), work);
    }

    /** The same for a body that is not JSON; {@code content} is what makes two bodies the same. */
    public Future<Reply> transaction(Call call, Buffer content, Function<Transaction, Future<Reply>> work) {
        Effect<Reply> effect = effect(key(call, content), Function.identity());
        return database.transaction(transaction -> effect.before(transaction)
                        .compose(taken -> work.apply(transaction))
                        .map(reply -> {
                            effect.after(transaction, reply);
                            return reply;
                        }))
                .recover(Idempotency::answered);
    }

    /** Runs work that does no harm when it is done twice, and then remembers its answer. */
    public Future<Reply> repeatable(Call call, Supplier<Future<Reply>> work) {
        Optional<TakenKey> key = key(call, call.content());
        if (key.isEmpty()) {
            return work.get();
        }
        return table.find(key.get())
                .compose(stored -> stored.isPresent()
                        ? replay(stored.get(), key.get())
                        : work.get().compose(reply -> remember(call, reply)))
                .recover(Idempotency::answered);
    }

    /** Deletes what is older than a day; to be called now and then. */
    public Future<Void> sweep() {
        return table.sweep();
    }

    private Future<Reply> remember(Call call, Reply reply) {
        return transaction(call, transaction -> Future.succeededFuture(reply));
    }

    private <T> Effect<T> effect(Optional<TakenKey> key, Function<T, Reply> reply) {
        return key.<Effect<T>>map(found -> new Once<>(found, reply)).orElseGet(Effect::none);
    }

    private static Optional<TakenKey> key(Call call, Buffer content) {
        return call.idempotencyKey()
                .map(key -> new TakenKey(
                        call.caller().id(),
                        call.request().method() + " " + call.request().path(),
                        key,
                        sha256(content)));
    }

    private static <T> Future<T> replay(Stored stored, TakenKey key) {
        return Future.failedFuture(
                stored.hash().equals(key.hash())
                        ? new Answered(stored.reply().withHeader("Idempotency-Replayed", "true"))
                        : new Problem(422, "idempotency-mismatch", "this Idempotency-Key was used with another body"));
    }

    private static Future<Reply> answered(Throwable failure) {
        return failure instanceof Answered before
                ? Future.succeededFuture(before.reply())
                : Future.failedFuture(failure);
    }

    private static Buffer sha256(Buffer content) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(content.getBytes()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private final class Once<T> implements Effect<T> {

        private final TakenKey key;
        private final Function<T, Reply> reply;

        Once(TakenKey key, Function<T, Reply> reply) {
            this.key = key;
            this.reply = reply;
        }

        @Override
        public Future<Void> before(Transaction transaction) {
            return table.reserve(transaction, key)
                    .compose(taken -> taken ? Future.succeededFuture() : found(transaction));
        }

        @Override
        public void after(Transaction transaction, T result) {
            table.answer(transaction, key, reply.apply(result));
        }

        private Future<Void> found(Transaction transaction) {
            return table.find(transaction, key)
                    .compose(stored -> stored.isPresent()
                            ? replay(stored.get(), key)
                            : Future.failedFuture(new IllegalStateException("an idempotency key was swept meanwhile")));
        }
    }
}
