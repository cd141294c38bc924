package tributary.gateway.inbox.suppression;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Unreachable;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** SQL of the suppression list. Times are the database's. */
public final class SuppressionTable {

    /** So many soft bounces within their time make a reason. */
    public static final int STRIKES = 5;

    /** Whether a row called {@code s} counts now; for queries of others too. */
    public static final String ACTIVE =
            "(s.expires_at is null or s.expires_at > now()) and (s.reason <> 'soft-bounce' or s.strikes >= " + STRIKES
                    + ")";

    private static final String SELECT =
            "select s.id, s.address, s.reason, s.strikes, s.note, s.at, s.expires_at, i.name as inbox, " + ACTIVE + """
             as active
              from suppression s left join inbox i on i.id = s.inbox_id
            """;

    private static final String FIRST = "select s.address, s.reason from suppression s where s.address = any($1) and "
            + ACTIVE + " order by s.address limit 1";

    /**
     * Only an address that the message went to: whoever has one mail of ours could otherwise have anybody suppressed. A
     * weaker reason does not take the place of a stronger one that still counts.
     */
    private static final String LEARN = """
            insert into suppression as s (id, address, reason, inbox_id, message_id, expires_at)
            select gen_random_uuid(), $1::text, $2::text, $3::uuid, m.id,
                   case when $2 = 'soft-bounce' then now() + interval '7 days' end
              from message m
             where m.id = $4
               and (m.letter @> jsonb_build_object('to', jsonb_build_array(jsonb_build_object('address', $1::text)))
                 or m.letter @> jsonb_build_object('cc', jsonb_build_array(jsonb_build_object('address', $1::text)))
                 or m.letter @> jsonb_build_object('bcc', jsonb_build_array(jsonb_build_object('address', $1::text))))
            on conflict (address) do update
               set strikes = case when s.expires_at < now() then 1 else s.strikes + 1 end,
                   reason = case when s.expires_at is null and excluded.reason <> 'complaint' then s.reason
                                 else excluded.reason end,
                   expires_at = case when s.expires_at is null then null else excluded.expires_at end,
                   message_id = excluded.message_id, inbox_id = excluded.inbox_id, at = now()""";

    private static final String ADD = """
            with added as (
                insert into suppression (id, address, reason, note, agent_id) values (gen_random_uuid(), $1, $2, $3, $4::text::uuid)
                on conflict (address) do update
                   set reason = excluded.reason, note = excluded.note, agent_id = excluded.agent_id, at = now(),
                       expires_at = null
                returning *),
            told as (
                insert into audit (id, actor_kind, actor_id, action, subject, data)
                select gen_random_uuid(), 'agent', $4::text, 'suppression.added', id::text, jsonb_build_object('reason', reason)
                  from added)
            select s.id, s.address, s.reason, s.strikes, s.note, s.at, s.expires_at, i.name as inbox, true as active
              from added s left join inbox i on i.id = s.inbox_id""";

    private static final String LIST = SELECT + """
             where ($1::text is null or strpos(s.address, $1) > 0)
               and ($2::uuid is null or (s.at, s.id) < (select l.at, l.id from suppression l where l.id = $2))
             order by s.at desc, s.id desc
             limit $3""";

    private static final String LIFT = """
            with lifted as (delete from suppression where id = $1 returning id, reason)
            insert into audit (id, actor_kind, actor_id, action, subject, data)
            select gen_random_uuid(), 'agent', $2, 'suppression.lifted', id::text, jsonb_build_object('reason', reason)
              from lifted
            returning subject""";

    /** What has run out long ago says nothing any more. */
    private static final String SWEEP = "delete from suppression where expires_at < now() - interval '30 days'";

    private final Database database;

    public SuppressionTable(Database database) {
        this.database = database;
    }

    /** The first of these addresses that must not be written to, as {@code reason (address)}; empty if all may be. */
    public static Future<Optional<String>> first(Transaction transaction, Collection<String> addresses) {
        String[] canonical = addresses.stream().map(SuppressionTable::canonical).toArray(String[]::new);
        return transaction
                .execute(FIRST, Tuple.of(canonical))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(words(rows.iterator().next())));
    }

    /** Remembers what was said about an address to which a message of ours went; nothing if it went elsewhere. */
    public static Future<Void> learn(Transaction transaction, UUID inbox, Unreachable unreachable) {
        return transaction
                .execute(
                        LEARN,
                        Tuple.of(canonical(unreachable.address()), unreachable.reason(), inbox, unreachable.message()))
                .mapEmpty();
    }

    /** Puts an address on the list, or gives it another reason; it stays until it is lifted. */
    public Future<Suppression> add(Transaction transaction, String address, String reason, String note, UUID agent) {
        return transaction
                .execute(ADD, Tuple.of(canonical(address), reason, note, agent.toString()))
                .map(rows -> read(rows.iterator().next()));
    }

    /** @return false if there is no such entry */
    public Future<Boolean> lift(UUID id, UUID agent) {
        return database.client()
                .preparedQuery(LIFT)
                .execute(Tuple.of(id, agent.toString()))
                .map(rows -> rows.size() == 1);
    }

    /**
     * The newest first.
     *
     * @param part what the address has in it
     * @param after the entry before the first wanted one
     */
    public Future<List<Suppression>> list(Optional<String> part, @Nullable UUID after, int limit) {
        return database.client()
                .preparedQuery(LIST)
                .execute(Tuple.of(part.map(SuppressionTable::canonical).orElse(null), after, limit))
                .map(SuppressionTable::all);
    }

    public Future<Void> sweep() {
        return database.client().query(SWEEP).execute().mapEmpty();
    }

    /** As {@code suppressed: hard-bounce (li@example.cn)}. */
    private static String words(Row row) {
        return "suppressed: " + row.getString("reason") + " (" + row.getString("address") + ')';
    }

    private static String canonical(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    private static List<Suppression> all(RowSet<Row> rows) {
        List<Suppression> all = new ArrayList<>();
        rows.forEach(row -> all.add(read(row)));
        return all;
    }

    private static Suppression read(Row row) {
        return new Suppression(
                row.getUUID("id"),
                row.getString("address"),
                row.getString("reason"),
                row.getInteger("strikes"),
                row.getBoolean("active"),
                row.getString("note"),
                Optional.ofNullable(row.getString("inbox")),
                row.getOffsetDateTime("at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("expires_at")).map(OffsetDateTime::toInstant));
    }
}
