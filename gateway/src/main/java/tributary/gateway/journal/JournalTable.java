package tributary.gateway.journal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import tributary.connector.Leases;
import tributary.conversation.EventJson;
import tributary.conversation.IdentityKey;
import tributary.conversation.Trust;
import tributary.gateway.platform.postgres.Columns;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** SQL of the journal, its keys and its queue. */
public final class JournalTable {

    /**
     * One statement, so one transaction: keys, entries and queue commit together. Keys are inserted in key order, so that
     * two nodes with the same keys wait for each other instead of deadlocking. Leases that are asked for stay with their
     * holder until the commit; without its lease an entry is left out.
     */
    private static final String APPEND = """
            with given as (
                select * from unnest($2::uuid[], $3::text[], $4::bytea[], $5::uuid[], $6::timestamptz[], $7::text[],
                                     $8::text[], $9::text[], $10::bytea[], $11::boolean[], $12::text[], $13::bigint[])
                    with ordinality
                    as t(inbox_id, external_id, content_hash, id, at, party, kind, event, raw, unproven, lease, fence,
                         n)),
            held as (
                select inbox_id, name, fence from connector_lease
                 where (inbox_id, name) in (select inbox_id, lease from given where lease is not null)
                   for share),
            input as (
                select * from given g
                 where lease is null
                    or exists (select from held h
                                where h.inbox_id = g.inbox_id and h.name = g.lease and h.fence = g.fence)),
            keys as (
                insert into journal_key (inbox_id, external_id, content_hash, journal_id, at)
                select inbox_id, external_id, content_hash, id, at from input order by inbox_id, external_id, n
                on conflict (inbox_id, external_id) do nothing
                returning journal_id),
            entries as (
                insert into journal (id, at, inbox_id, party, kind, version, event, raw)
                select id, at, inbox_id, party, kind, $1::integer, event::jsonb, raw
                  from input join keys on keys.journal_id = input.id),
            pending as (
                insert into journal_pending (inbox_id, journal_id, unproven)
                select inbox_id, id, unproven from input join keys on keys.journal_id = input.id order by n)
            select journal_id from keys""";

    private static final String FIRST = """
            select k.inbox_id, k.external_id, k.content_hash, k.journal_id, k.at
              from unnest($1::uuid[], $2::text[]) as t(inbox_id, external_id)
              join journal_key k using (inbox_id, external_id)""";

    private static final String PENDING = """
            select p.n, p.tries, p.unproven and t.journal_id is null as waits, t.trust::text as trust,
                   j.id, j.at, j.kind, j.event::text as event
              from journal_pending p
              join journal j on j.id = p.journal_id
              left join journal_trust t on p.unproven and t.journal_id = p.journal_id
             where p.inbox_id = $1
             order by p.n
             limit $2""";

    private static final String RAW = "select id, raw from journal where id = any($1)";

    /** In the order of the key, so that two nodes that asked about the same entries do not deadlock. */
    private static final String TRUST = """
            insert into journal_trust (journal_id, trust)
            select id, trust::jsonb from unnest($1::uuid[], $2::text[]) as t(id, trust) order by id
            on conflict (journal_id) do nothing""";

    private static final String DONE = "delete from journal_pending where n = any($1)";

    /** Who has it is written down every few seconds only: it is for people to read. */
    private static final String LOCK_LANE = """
            select coalesce(holder = $2 and held_at > now() - interval '2 seconds', false) as noted
              from lane where inbox_id = $1 for update skip locked""";

    private static final String NOTE_HOLDER = "update lane set holder = $2, held_at = now() where inbox_id = $1";

    private static final String WAITING = "select distinct inbox_id from journal_pending";

    private static final String KNOWN =
            "select external_id from journal_key where inbox_id = $1 and external_id = any($2)";

    private static final String HASHES = """
            select external_id, content_hash from journal_key
             where inbox_id = $1 and external_id between $2 and $3 order by external_id limit $4""";

    private final Database database;

    public JournalTable(Database database) {
        this.database = database;
    }

    /** Appends what is new; answers the ids of the entries that were. */
    Future<Set<UUID>> append(List<JournalEntry> entries) {
        return database.client().preparedQuery(APPEND).execute(columns(entries)).map(rows -> {
            Set<UUID> added = new HashSet<>();
            rows.forEach(row -> added.add(row.getUUID("journal_id")));
            return added;
        });
    }

    /** The entries that hold these keys: a statement of its own, because the append does not see keys committed meanwhile. */
    Future<Map<Key, First>> first(List<JournalEntry> entries) {
        Columns<JournalEntry> keys =
                Columns.of(entries).uuid(entry -> entry.inbox().id()).text(JournalEntry::externalId);
        return database.client().preparedQuery(FIRST).execute(keys.arguments()).map(rows -> {
            Map<Key, First> found = new HashMap<>();
            rows.forEach(row -> found.put(
                    new Key(row.getUUID("inbox_id"), row.getString("external_id")),
                    new First(
                            row.getUUID("journal_id"),
                            row.getBuffer("content_hash"),
                            row.getOffsetDateTime("at").toInstant())));
            return found;
        });
    }

    /** The content hashes of a range of external ids. */
    Future<SortedMap<String, Buffer>> hashes(UUID inbox, String first, String last, int limit) {
        return database.client()
                .preparedQuery(HASHES)
                .execute(Tuple.of(inbox, first, last, limit))
                .map(rows -> {
                    SortedMap<String, Buffer> found = new TreeMap<>();
                    rows.forEach(row -> found.put(row.getString("external_id"), row.getBuffer("content_hash")));
                    return found;
                });
    }

    /** Which of these external ids this inbox has seen. */
    public Future<Set<String>> known(UUID inbox, List<String> externalIds) {
        return database.client()
                .preparedQuery(KNOWN)
                .execute(Tuple.of(inbox).addArrayOfString(externalIds.toArray(String[]::new)))
                .map(rows -> {
                    Set<String> known = new HashSet<>();
                    rows.forEach(row -> known.add(row.getString("external_id")));
                    return known;
                });
    }

    /**
     * Takes the lane for the rest of the transaction; false if somebody else has it.
     *
     * @param holder this node's signature
     */
    public Future<Boolean> lockLane(Transaction transaction, UUID inbox, String holder) {
        return transaction.execute(LOCK_LANE, Tuple.of(inbox, holder)).map(rows -> {
            rows.forEach(row -> {
                if (!row.getBoolean("noted")) {
                    transaction.last(NOTE_HOLDER, Tuple.of(inbox, holder));
                }
            });
            return rows.size() == 1;
        });
    }

    /** The oldest entries that wait in this inbox, in order. */
    public Future<List<PendingEntry>> pending(Transaction transaction, UUID inbox, int limit) {
        return transaction.execute(PENDING, Tuple.of(inbox, limit)).map(rows -> {
            List<PendingEntry> entries = new ArrayList<>();
            rows.forEach(row -> entries.add(read(row, inbox)));
            return entries;
        });
    }

    /** The payloads of these entries, by id. */
    public Future<Map<UUID, Buffer>> raw(List<UUID> ids) {
        return database.client()
                .preparedQuery(RAW)
                .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Buffer> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getUUID("id"), row.getBuffer("raw")));
                    return found;
                });
    }

    /** Stores how far the authors of these entries are who they say; what is stored already stays. */
    public Future<Void> trust(Map<UUID, Trust> found) {
        Columns<Map.Entry<UUID, Trust>> columns =
                Columns.of(found.entrySet()).uuid(Map.Entry::getKey).text(entry -> EventJson.write(entry.getValue()));
        return database.client()
                .preparedQuery(TRUST)
                .execute(columns.arguments())
                .mapEmpty();
    }

    /** Takes entries from the queue when the transaction commits. */
    public void done(Transaction transaction, List<PendingEntry> entries) {
        Long[] places = entries.stream().map(PendingEntry::n).toArray(Long[]::new);
        transaction.last(DONE, Tuple.tuple().addArrayOfLong(places));
    }

    /** The inboxes in which something waits. */
    public Future<List<UUID>> waiting() {
        return database.client().query(WAITING).execute().map(rows -> {
            List<UUID> inboxes = new ArrayList<>();
            rows.forEach(row -> inboxes.add(row.getUUID("inbox_id")));
            return inboxes;
        });
    }

    private static PendingEntry read(Row row, UUID inbox) {
        return new PendingEntry(
                row.getLong("n"),
                inbox,
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("kind"),
                row.getString("event"),
                row.getInteger("tries"),
                row.getBoolean("waits"),
                row.getString("trust"));
    }

    private static Tuple columns(List<JournalEntry> entries) {
        return Columns.of(Tuple.of(EventJson.VERSION), entries)
                .uuid(entry -> entry.inbox().id())
                .text(JournalEntry::externalId)
                .bytes(JournalEntry::hash)
                .uuid(JournalEntry::id)
                .time(JournalEntry::at)
                .text(JournalTable::party)
                .text(entry -> entry.event().kind())
                .text(entry -> EventJson.write(entry.event()))
                .bytes(entry -> entry.arrival().raw())
                .bool(entry -> entry.arrival().unproven())
                .text(entry -> entry.arrival().fence().map(Leases.Fence::lease).orElse(null))
                .bigint(entry ->
                        entry.arrival().fence().map(Leases.Fence::number).orElse(null))
                .arguments();
    }

    private static String party(JournalEntry entry) {
        IdentityKey identity = entry.event().party().identity();
        return identity.kind() + ":" + identity.value();
    }

    /** Key of de-duplication. */
    record Key(UUID inbox, String externalId) {}

    /** The entry that came first under a key. */
    record First(UUID id, Buffer hash, Instant at) {}
}
