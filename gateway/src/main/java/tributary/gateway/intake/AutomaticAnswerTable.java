package tributary.gateway.intake;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import tributary.gateway.platform.postgres.Transaction;

/** Whom a machine of ours has answered of late. Only who holds the inbox's lane writes here. */
final class AutomaticAnswerTable {

    private static final String FORGET = """
            delete from automatic_answer
             where inbox_id = $1 and at < now() - $2::bigint * interval '1 millisecond'""";

    private static final String TAKE = """
            insert into automatic_answer (inbox_id, address)
            select $1, address from unnest($2::text[]) as t(address) order by address
            on conflict do nothing
            returning address""";

    /**
     * Notes that these are answered now.
     *
     * @return those who were not within the time
     */
    Future<Set<String>> take(Transaction transaction, UUID inbox, Collection<String> addresses, Duration within) {
        Future<?> forgotten = transaction.execute(FORGET, Tuple.of(inbox, within.toMillis()));
        return forgotten
                .compose(gone ->
                        transaction.execute(TAKE, Tuple.of(inbox).addArrayOfString(addresses.toArray(String[]::new))))
                .map(rows -> {
                    Set<String> taken = new HashSet<>();
                    rows.forEach(row -> taken.add(row.getString("address")));
                    return taken;
                });
    }
}
