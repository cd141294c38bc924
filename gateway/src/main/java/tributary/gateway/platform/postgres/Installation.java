package tributary.gateway.platform.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity of this database's history. Positions that clients remember mean something only within one epoch.
 *
 * <p>A restored or promoted database shows by another system identifier or timeline. Then a new epoch begins, and in the
 * same transaction everything not surely sent becomes {@code unknown}: the other copy may have sent it.
 */
public final class Installation {

    /** What was not surely sent waits for a person. Has no parameters, for JDBC too. */
    public static final String HOLD_UNSENT = """
            update outbox set state = 'unknown', reason = 'restored', lease_until = null, fence = fence + 1, at = now()
            where state in ('queued', 'leased', 'sending')""";

    private static final String SYSTEM = "(select system_identifier::text from pg_control_system())";
    private static final String TIMELINE =
            "(('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int)";

    /** 122 random bits, safe in a URL; the server's generator is a cryptographic one. */
    private static final String EPOCH = "replace(gen_random_uuid()::text, '-', '')";

    /** Begins a new epoch on this server. Has no parameters, for JDBC too. */
    public static final String RENEW =
            "update installation set epoch = " + EPOCH + ", system_identifier = " + SYSTEM + ", timeline = " + TIMELINE;

    private static final String FIRST = "insert into installation (epoch, system_identifier, timeline) values (" + EPOCH
            + ", " + SYSTEM + ", " + TIMELINE + ") on conflict do nothing";

    private static final String CURRENT = "select epoch, system_identifier = " + SYSTEM + " and timeline = " + TIMELINE
            + " as same from installation for update";

    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private final Database database;

    public Installation(Database database) {
        this.database = database;
    }

    /**
     * The epoch of the database as it is now; the same on all nodes. To be asked at start and again after the connection
     * to the server was lost, because the server that answers then may be a promoted one.
     *
     * @return url-safe, at least 64 random bits
     */
    public Future<String> epoch() {
        return database.transaction(transaction -> transaction
                .execute(FIRST, Tuple.tuple())
                .compose(made -> transaction.execute(CURRENT, Tuple.tuple()))
                .map(rows -> rows.iterator().next())
                .compose(row -> row.getBoolean("same") ? Future.succeededFuture(epoch(row)) : renew(transaction)));
    }

    private static Future<String> renew(Transaction transaction) {
        return transaction
                .execute(RENEW, Tuple.tuple())
                .compose(renewed -> transaction.execute(HOLD_UNSENT, Tuple.tuple()))
                .onSuccess(held -> LOG.atWarn()
                        .addKeyValue("held", held.rowCount())
                        .log("the database was restored or promoted: a new epoch begins, unsent messages are held"))
                .compose(held -> transaction.execute("select epoch from installation", Tuple.tuple()))
                .map(rows -> epoch(rows.iterator().next()));
    }

    private static String epoch(Row row) {
        return row.getString("epoch");
    }
}
