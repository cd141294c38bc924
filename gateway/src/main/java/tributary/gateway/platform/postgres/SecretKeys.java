package tributary.gateway.platform.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.Optional;

/** Named keys of 32 random bytes: made by whichever node asks first, then the same for all, and in every backup. */
public final class SecretKeys {

    private static final int KEY_BYTES = 32;

    private final Database database;
    private final SecureRandom random;

    public SecretKeys(Database database, SecureRandom random) {
        this.database = database;
        this.random = random;
    }

    /** The key with this name, for example {@code "upload-url"}; a new array each time. */
    public Future<byte[]> key(String name) {
        return find(name)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> make(name).compose(made -> find(name)).map(Optional::orElseThrow)));
    }

    private Future<Optional<byte[]>> find(String name) {
        return database.client()
                .preparedQuery("select value from secret_key where name = $1")
                .execute(Tuple.of(name))
                .map(SecretKeys::value);
    }

    /** A lost race is as good as a won one: the second look finds the winner's key. */
    private Future<RowSet<Row>> make(String name) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return database.client()
                .preparedQuery("insert into secret_key (name, value) values ($1, $2) on conflict do nothing")
                .execute(Tuple.of(name, Buffer.buffer(key)));
    }

    private static Optional<byte[]> value(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getBuffer("value").getBytes());
    }
}
