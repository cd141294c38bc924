package tributary.gateway.outbound;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Attachment;
import tributary.conversation.Author;
import tributary.conversation.IdentityKey;
import tributary.conversation.Letter;
import tributary.conversation.OutboundLetter;
import tributary.conversation.OutboundMessage;
import tributary.conversation.PartyKey;
import tributary.gateway.inbox.suppression.SuppressionTable;
import tributary.gateway.platform.postgres.Columns;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;
import tributary.gateway.ticket.LetterJson;
import tributary.gateway.ticket.Message;

/** SQL of the outbox. Leases and expiry use the database's clock. */
final class OutboxTable {

    /** Messages of one ticket leave one after the other. */
    private static final String LEASE = """
            update outbox
               set state = 'leased', fence = fence + 1, attempts = attempts + 1,
                   lease_until = now() + $3::bigint * interval '1 millisecond', at = now()
             where id in (
                   select o.id from outbox o
                    where o.state = 'queued' and o.next_at <= now() and o.inbox_id = any($1)
                      and not exists (
                          select 1 from outbox earlier
                           where earlier.ticket_id = o.ticket_id and earlier.id < o.id
                             and earlier.state in ('queued', 'leased', 'sending'))
                    order by o.next_at, o.id
                    limit $2
                      for update skip locked)
            returning id, message_id, inbox_id, ticket_id, fence, attempts""";

    /** The fence: only who holds the lease may begin, and it is committed before the first byte leaves. */
    private static final String BEGIN = """
            update outbox set state = 'sending', at = now()
             where id in (
                   select o.id from outbox o
                     join unnest($1::uuid[], $2::bigint[]) as taken(id, fence)
                       on o.id = taken.id and o.fence = taken.fence
                    where o.state = 'leased'
                    order by o.message_id
                      for update of o)
            returning id""";

    private static final String MESSAGES = """
            select m.id, m.author_kind, m.author_name, m.text, i.name as inbox, d.kind, d.scope, d.value,
                   (select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'type', a.type, 'bytes', a.bytes)
                                     order by a.ordinal)
                      from attachment a where a.message_id = m.id) as attachments,
                   m.html, m.letter, t.number,
                   (select 'suppressed: ' || s.reason || ' (' || s.address || ')'
                      from suppression s
                     where m.letter is not null
                       and s.address in (select lower(w ->> 'address')
                                           from jsonb_array_elements((m.letter -> 'to') || (m.letter -> 'cc') || (m.letter -> 'bcc')) as w)
                       and\s""" + SuppressionTable.ACTIVE + """
                     order by s.address limit 1) as suppressed,
                   case when m.letter is not null then
                        (select jsonb_agg(jsonb_build_object('id', e.id, 'key', coalesce(e.external_id, e.provider_id),
                                                             'direction', e.direction) order by e.seq)
                           from (select b.id, b.external_id, s.provider_id, b.direction, b.seq
                                   from message b left join outbox s on s.message_id = b.id
                                  where b.ticket_id = m.ticket_id and b.seq < m.seq and b.direction <> 'note'
                                  order by b.seq desc
                                  limit 20) as e) end as before
              from message m
              join ticket t on t.id = m.ticket_id
              join inbox i on i.id = t.inbox_id
              join party p on p.id = t.party_id
              join identity d on d.id = p.identity_id
             where m.id = any($1)""";

    private static final String STILL_OURS = """
            select o.id, o.ticket_id, o.taken from outbox o
              join unnest($1::uuid[], $2::bigint[]) as taken(id, fence)
                on o.id = taken.id and o.fence = taken.fence
             where o.state = 'sending'
             order by o.message_id
               for update of o""";

    private static final String POSTPONE = """
            update outbox
               set state = 'queued', lease_until = null, reason = $3, at = now(),
                   next_at = now() + $4::bigint * interval '1 millisecond'
             where id = $1 and fence = $2 and state = 'sending'""";

    private static final String RELEASE_EXPIRED = """
            update outbox set state = 'queued', lease_until = null, next_at = now(), at = now()
             where lease_until < now() and inbox_id = any($1)
               and (state = 'leased' or (state = 'sending' and inbox_id = any($2)))""";

    private static final String EXPIRED = """
            select id, message_id, inbox_id, ticket_id, fence, attempts from outbox
             where state = 'sending' and lease_until < now() and inbox_id = any($1)
             limit 100""";

    private final Database database;

    OutboxTable(Database database) {
        this.database = database;
    }

    /** Takes what is due in these inboxes. */
    Future<List<Lease>> lease(Collection<UUID> inboxes, int limit, Duration lease) {
        return database.client()
                .preparedQuery(LEASE)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(array(inboxes))
                        .addInteger(limit)
                        .addLong(lease.toMillis()))
                .map(OutboxTable::leases);
    }

    /** Answers the leases that were still ours: only those may be sent. */
    Future<List<Lease>> begin(List<Lease> leases) {
        return database.client().preparedQuery(BEGIN).execute(fences(leases)).map(rows -> {
            Set<UUID> begun = new HashSet<>();
            rows.forEach(row -> begun.add(row.getUUID("id")));
            return leases.stream().filter(lease -> begun.contains(lease.id())).toList();
        });
    }

    Future<List<Due>> messages(List<Lease> leases) {
        UUID[] ids = leases.stream().map(Lease::message).toArray(UUID[]::new);
        return database.client()
                .preparedQuery(MESSAGES)
                .execute(Tuple.tuple().addArrayOfUUID(ids))
                .map(rows -> {
                    List<Due> messages = new ArrayList<>();
                    rows.forEach(row ->
                            messages.add(new Due(message(row), Optional.ofNullable(row.getString("suppressed")))));
                    return messages;
                });
    }

    /** Locks those whose sending is still ours to settle, by their outbox id. */
    Future<Map<UUID, Ours>> lockOurs(Transaction transaction, List<Lease> leases) {
        return transaction.execute(STILL_OURS, fences(leases)).map(rows -> {
            Map<UUID, Ours> ours = new HashMap<>();
            rows.forEach(row -> ours.put(
                    row.getUUID("id"),
                    new Ours(row.getUUID("ticket_id"), Optional.ofNullable(row.get(JsonObject.class, "taken")))));
            return ours;
        });
    }

    Future<Void> postpone(Lease lease, String reason, Duration delay) {
        return database.client()
                .preparedQuery(POSTPONE)
                .execute(Tuple.of(lease.id(), lease.fence(), reason, delay.toMillis()))
                .mapEmpty();
    }

    /** Gives back leases whose holder is gone; what had begun goes back only where sending again is harmless. */
    Future<Void> releaseExpired(Collection<UUID> inboxes, Collection<UUID> idempotent) {
        return database.client()
                .preparedQuery(RELEASE_EXPIRED)
                .execute(Tuple.tuple().addArrayOfUUID(array(inboxes)).addArrayOfUUID(array(idempotent)))
                .mapEmpty();
    }

    /** What had begun and was never settled. */
    Future<List<Lease>> expired(Collection<UUID> inboxes) {
        return database.client()
                .preparedQuery(EXPIRED)
                .execute(Tuple.tuple().addArrayOfUUID(array(inboxes)))
                .map(OutboxTable::leases);
    }

    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }

    private static Tuple fences(List<Lease> leases) {
        return Columns.of(leases).uuid(Lease::id).bigint(Lease::fence).arguments();
    }

    private static List<Lease> leases(Iterable<Row> rows) {
        List<Lease> leases = new ArrayList<>();
        rows.forEach(row -> leases.add(new Lease(
                row.getUUID("id"),
                row.getUUID("message_id"),
                row.getUUID("inbox_id"),
                row.getUUID("ticket_id"),
                row.getLong("fence"),
                row.getInteger("attempts"))));
        return leases;
    }

    private static OutboundMessage message(Row row) {
        IdentityKey identity = new IdentityKey(row.getString("kind"), row.getString("scope"), row.getString("value"));
        return new OutboundMessage(
                row.getUUID("id"),
                new PartyKey(row.getString("inbox"), identity),
                new Author(row.getString("author_kind"), row.getString("author_name"), null),
                row.getString("text"),
                attachments(row.get(JsonArray.class, "attachments")),
                letter(row));
    }

    private static @Nullable OutboundLetter letter(Row row) {
        JsonObject letter = row.get(JsonObject.class, "letter");
        if (letter == null) {
            return null;
        }
        List<OutboundLetter.Earlier> before = new ArrayList<>();
        JsonArray thread = row.get(JsonArray.class, "before");
        for (int i = 0; thread != null && i < thread.size(); i++) {
            JsonObject earlier = thread.getJsonObject(i);
            before.add(new OutboundLetter.Earlier(
                    UUID.fromString(earlier.getString("id")),
                    earlier.getString("key"),
                    earlier.getString("direction").equals(Message.INBOUND)));
        }
        return new OutboundLetter(
                row.getLong("number"),
                letter.getString("subject"),
                row.getString("html"),
                LetterJson.recipients(letter, "to"),
                LetterJson.recipients(letter, "cc"),
                LetterJson.recipients(letter, "bcc"),
                before,
                !letter.getString("automatic", Letter.HUMAN).equals(Letter.HUMAN));
    }

    private static List<Attachment> attachments(@Nullable JsonArray array) {
        List<Attachment> attachments = new ArrayList<>();
        for (int i = 0; array != null && i < array.size(); i++) {
            JsonObject entry = array.getJsonObject(i);
            attachments.add(new Attachment(
                    UUID.fromString(entry.getString("id")),
                    entry.getString("name"),
                    entry.getString("type"),
                    entry.getLong("bytes")));
        }
        return attachments;
    }

    /** @param suppressed why it must not leave, since it was put here */
    record Due(OutboundMessage message, Optional<String> suppressed) {}

    /**
     * @param ticket where the message is now
     * @param taken what it took out of its customer's windows
     */
    record Ours(UUID ticket, Optional<JsonObject> taken) {}

    /** @param fence grows with each lease; an older one can change nothing any more */
    record Lease(UUID id, UUID message, UUID inbox, UUID ticket, long fence, int attempts) {}
}
