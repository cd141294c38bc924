package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.AwaitedFile;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.platform.postgres.Columns;
import tributary.gateway.platform.postgres.Transaction;

/** The statements with which a batch writes: each takes many rows, goes into the final burst, and is left out without any. */
final class TicketWrites {

    private static final String NUMBERS = """
            select nextval(pg_get_serial_sequence('ticket', 'number')) as number from generate_series(1, $1)""";

    private static final String ADD_TICKETS = """
            insert into ticket (id, number, inbox_id, party_id, contact_id, subject, status, priority, assignee, one_open,
                                seq, rev, message_count, last_message, created_at, updated_at, solved_at)
            select id, number, $1, party_id, contact_id, subject, status, priority, assignee, $2,
                   seq, rev, message_count, last_message, created_at, updated_at, solved_at
              from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::uuid[],
                          $10::bigint[], $11::bigint[], $12::integer[], $13::uuid[], $14::timestamptz[],
                          $15::timestamptz[], $16::bigint[], $17::timestamptz[])
                   as t(id, party_id, contact_id, subject, status, priority, assignee, seq, rev, message_count,
                        last_message, updated_at, solved_at, number, created_at)
             order by id""";

    private static final String CHANGE_TICKETS = """
            update ticket
               set party_id = t.party_id, contact_id = t.contact_id, subject = t.subject, status = t.status,
                   priority = t.priority, assignee = t.assignee, seq = t.seq, rev = t.rev,
                   message_count = t.message_count, last_message = t.last_message, updated_at = t.updated_at,
                   solved_at = t.solved_at
              from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[],
                          $8::bigint[], $9::bigint[], $10::integer[], $11::uuid[], $12::timestamptz[],
                          $13::timestamptz[])
                   as t(id, party_id, contact_id, subject, status, priority, assignee, seq, rev, message_count,
                        last_message, updated_at, solved_at)
             where ticket.id = t.id""";

    private static final String CHANGE_TAGS = "update ticket set tags = $2 where id = $1";

    private static final String ADD_MESSAGES = """
            with added as (
                select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::uuid[],
                                     $7::text[], $8::text[], $9::text[], $10::text[], $11::uuid[], $12::text[],
                                     $13::text[], $14::text[], $15::timestamptz[], $16::timestamptz[], $17::uuid[],
                                     $18::text[], $19::text[], $20::text[])
                    as m(id, ticket_id, seq, direction, author_kind, author_id, author_name, author_address, text,
                         html, reply_to, external_id, client_id, threading, sent_at, received_at, source, reply,
                         letter, card)),
            sources as (
                insert into message_source (journal_id, message_id)
                select source, id from added where source is not null order by source)
            insert into message (id, ticket_id, seq, direction, author_kind, author_id, author_name, author_address, text,
                                 html, reply_to, external_id, client_id, threading, sent_at, received_at, reply, letter,
                                 card)
            select id, ticket_id, seq, direction, author_kind, author_id, author_name, author_address, text,
                   html, reply_to, external_id, client_id, threading::jsonb, sent_at, received_at, reply, letter::jsonb,
                   card::jsonb
              from added
             order by id""";

    private static final String USE_ATTACHMENTS = """
            update attachment set message_id = a.message_id, ordinal = a.ordinal
              from unnest($1::uuid[], $2::uuid[], $3::integer[]) as a(id, message_id, ordinal)
             where attachment.id = a.id and attachment.message_id is null""";

    /** One that the connector brought already stays as it is. */
    private static final String AWAIT_FILES = """
            insert into attachment (id, inbox_id, owner, name, type, bytes, source)
            select id, $1, 'letter', name, type, 0, source
              from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as a(id, name, type, source)
             order by id
            on conflict (id) do nothing""";

    private static final String ADD_OUTBOX = """
            insert into outbox (id, message_id, inbox_id, ticket_id, state, next_at, at, taken)
            select id, message_id, $1, ticket_id, 'queued', now(), $2, taken::jsonb
              from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[]) as o(id, message_id, ticket_id, taken)
             order by message_id""";

    private static final String CHANGE_OUTBOX = """
            update outbox set state = o.state, reason = o.reason, at = $1, lease_until = null,
                   next_at = case when o.state = 'queued' then now() else next_at end,
                   provider_id = coalesce(o.provider_id, outbox.provider_id)
              from unnest($2::uuid[], $3::text[], $4::text[], $5::text[])
                   as o(message_id, state, reason, provider_id)
             where outbox.message_id = o.message_id""";

    private static final String CHANGE_PARTIES = """
            update party set seq = p.seq, read_by_agent = p.read_by_agent, read_by_contact = p.read_by_contact,
                             reply = p.reply::jsonb
              from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[])
                   as p(id, seq, read_by_agent, read_by_contact, reply)
             where party.id = p.id""";

    private static final String ADD_LINKS = """
            insert into ticket_link (from_ticket, to_ticket, kind)
            select * from unnest($1::uuid[], $2::uuid[], $3::text[])
            on conflict do nothing""";

    /** The letter that was there first keeps its key. */
    private static final String ADD_KEYS = """
            insert into thread_key (inbox_id, key, ticket_id)
            select $1, key, ticket_id from unnest($2::text[], $3::uuid[]) as k(key, ticket_id)
             order by key
            on conflict do nothing""";

    private static final String ADD_PARTICIPANTS = """
            insert into ticket_participant (ticket_id, identity_id, proof)
            select * from unnest($1::uuid[], $2::uuid[], $3::text[])
             order by 1, 2
            on conflict do nothing""";

    /** Answers to a letter follow it to its new ticket. */
    private static final String MOVE_KEYS = """
            update thread_key k set ticket_id = places.ticket_id
              from unnest($1::uuid[], $2::uuid[]) as places(id, ticket_id)
              join message m on m.id = places.id
              join ticket t on t.id = m.ticket_id
             where k.inbox_id = t.inbox_id and k.key = m.external_id""";

    /** A message on its way out goes along with its delivery. */
    private static final String MOVE_MESSAGES = """
            with places as (
                select * from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as m(id, ticket_id, seq)),
            outgoing as (
                update outbox set ticket_id = places.ticket_id from places where outbox.message_id = places.id)
            update message set ticket_id = places.ticket_id, seq = places.seq
              from places
             where message.id = places.id""";

    /** Positions are taken here, under the row lock of the stream, in the last statement before the commit. */
    private static final String APPEND = """
            with stream as (
                update inbox_stream set position = position + $2::bigint where inbox_id = $1
                returning position - $2::bigint as before),
            entries as (
                insert into ticket_event (inbox_id, position, version, at, ticket_id, seq, party_id, party_seq, kind,
                                          actor_kind, actor_id, cause, data)
                select $1, before + n, $3::integer, $4, ticket_id, seq, party_id, party_seq, kind,
                       actor_kind, actor_id, cause, data::jsonb
                  from unnest($5::uuid[], $6::bigint[], $7::uuid[], $8::bigint[], $9::text[], $10::text[],
                              $11::uuid[], $12::text[], $13::text[])
                       with ordinality
                       as e(ticket_id, seq, party_id, party_seq, kind, actor_kind, actor_id, cause, data, n)
                 cross join stream)
            select before from stream""";

    private TicketWrites() {}

    /** As many new ticket numbers; they are given at once, not in the burst. */
    static Future<RowSet<Row>> numbers(Transaction transaction, int count) {
        return transaction.execute(NUMBERS, Tuple.of(count));
    }

    static void addTickets(Transaction transaction, Inbox inbox, List<TicketDraft> tickets) {
        if (!tickets.isEmpty()) {
            Columns<TicketDraft> columns = columns(Tuple.of(inbox.id(), inbox.oneOpen()), tickets)
                    .bigint(TicketDraft::number)
                    .time(TicketDraft::createdAt);
            transaction.last(ADD_TICKETS, columns.arguments());
        }
    }

    static void changeTickets(Transaction transaction, List<TicketDraft> tickets) {
        if (!tickets.isEmpty()) {
            transaction.last(CHANGE_TICKETS, columns(Tuple.tuple(), tickets).arguments());
        }
        tickets.stream()
                .filter(ticket -> ticket.retagged)
                .forEach(ticket -> transaction.last(
                        CHANGE_TAGS, Tuple.of(ticket.id()).addArrayOfString(ticket.tags.toArray(String[]::new))));
    }

    private static Columns<TicketDraft> columns(Tuple first, List<TicketDraft> tickets) {
        return Columns.of(first, tickets)
                .uuid(TicketDraft::id)
                .uuid(ticket -> ticket.party.id())
                .uuid(ticket -> ticket.contactId)
                .text(ticket -> ticket.subject)
                .text(ticket -> ticket.status.word())
                .text(ticket -> ticket.priority.word())
                .uuid(ticket -> ticket.assignee)
                .bigint(ticket -> ticket.seq)
                .bigint(ticket -> ticket.rev)
                .integer(ticket -> ticket.messageCount)
                .uuid(ticket -> ticket.lastMessage == null ? null : ticket.lastMessage.id())
                .time(ticket -> ticket.updatedAt)
                .time(ticket -> ticket.solvedAt);
    }

    static void addMessages(Transaction transaction, List<TicketBatch.Written> messages) {
        if (!messages.isEmpty()) {
            Columns<TicketBatch.Written> columns = Columns.of(messages)
                    .uuid(written -> written.draft().id())
                    .uuid(written -> written.ticket().id())
                    .bigint(TicketBatch.Written::seq)
                    .text(written -> written.draft().direction())
                    .text(written -> written.draft().author().kind())
                    .uuid(written -> written.draft().authorId())
                    .text(written -> written.draft().author().name())
                    .text(written -> written.draft().author().address())
                    .text(written -> written.draft().text())
                    .text(written -> written.draft().html())
                    .uuid(written -> written.draft().replyTo())
                    .text(written -> written.draft().externalId())
                    .text(written -> written.draft().clientId())
                    .json(written -> written.draft().threading())
                    .time(written -> written.draft().sentAt())
                    .time(written -> written.draft().receivedAt())
                    .uuid(written -> written.draft().source())
                    .text(written -> written.draft().reply())
                    .json(written -> written.draft().letter())
                    .json(written -> written.draft().card());
            transaction.last(ADD_MESSAGES, columns.arguments());
        }
    }

    static void useAttachments(Transaction transaction, List<Used> attachments) {
        if (!attachments.isEmpty()) {
            Columns<Used> columns =
                    Columns.of(attachments).uuid(Used::id).uuid(Used::message).integer(Used::ordinal);
            transaction.last(USE_ATTACHMENTS, columns.arguments());
        }
    }

    static void awaitFiles(Transaction transaction, Inbox inbox, List<AwaitedFile> files) {
        if (!files.isEmpty()) {
            Columns<AwaitedFile> columns = Columns.of(Tuple.of(inbox.id()), files)
                    .uuid(AwaitedFile::id)
                    .text(AwaitedFile::name)
                    .text(AwaitedFile::type)
                    .text(AwaitedFile::source);
            transaction.last(AWAIT_FILES, columns.arguments());
        }
    }

    static void addOutbox(Transaction transaction, Inbox inbox, Instant now, List<Outgoing> messages) {
        if (!messages.isEmpty()) {
            Columns<Outgoing> columns = Columns.of(Tuple.of(inbox.id(), now.atOffset(ZoneOffset.UTC)), messages)
                    .uuid(Outgoing::id)
                    .uuid(Outgoing::message)
                    .uuid(Outgoing::ticket)
                    .json(Outgoing::taken);
            transaction.last(ADD_OUTBOX, columns.arguments());
        }
    }

    static void changeOutbox(Transaction transaction, Instant now, List<Delivered> deliveries) {
        if (!deliveries.isEmpty()) {
            Columns<Delivered> columns = Columns.of(Tuple.of(now.atOffset(ZoneOffset.UTC)), deliveries)
                    .uuid(Delivered::message)
                    .text(Delivered::state)
                    .text(Delivered::reason)
                    .text(Delivered::providerId);
            transaction.last(CHANGE_OUTBOX, columns.arguments());
        }
    }

    static void changeParties(Transaction transaction, Collection<PartyDraft> parties) {
        if (!parties.isEmpty()) {
            Columns<PartyDraft> columns = Columns.of(parties)
                    .uuid(PartyDraft::id)
                    .bigint(party -> party.seq)
                    .uuid(party -> party.readByAgent)
                    .uuid(party -> party.readByContact)
                    .json(party -> party.reply);
            transaction.last(CHANGE_PARTIES, columns.arguments());
        }
    }

    static void addLinks(Transaction transaction, List<Link> links) {
        if (!links.isEmpty()) {
            Columns<Link> columns =
                    Columns.of(links).uuid(Link::from).uuid(Link::to).text(Link::kind);
            transaction.last(ADD_LINKS, columns.arguments());
        }
    }

    static void moveMessages(Transaction transaction, List<Moved> messages) {
        if (!messages.isEmpty()) {
            Columns<Moved> columns =
                    Columns.of(messages).uuid(Moved::message).uuid(Moved::to).bigint(Moved::seq);
            transaction.last(MOVE_MESSAGES, columns.arguments());
            Columns<Moved> places = Columns.of(messages).uuid(Moved::message).uuid(Moved::to);
            transaction.last(MOVE_KEYS, places.arguments());
        }
    }

    static void addKeys(Transaction transaction, Inbox inbox, List<Key> keys) {
        if (!keys.isEmpty()) {
            Columns<Key> columns =
                    Columns.of(Tuple.of(inbox.id()), keys).text(Key::key).uuid(Key::ticket);
            transaction.last(ADD_KEYS, columns.arguments());
        }
    }

    static void addParticipants(Transaction transaction, List<Participant> participants) {
        if (!participants.isEmpty()) {
            Columns<Participant> columns = Columns.of(participants)
                    .uuid(Participant::ticket)
                    .uuid(Participant::identity)
                    .text(Participant::proof);
            transaction.last(ADD_PARTICIPANTS, columns.arguments());
        }
    }

    /** Answers the position before the first of these entries, once the transaction is complete. */
    static Future<Long> append(Transaction transaction, Inbox inbox, Instant now, List<LogEntry> log) {
        Tuple first = Tuple.of(inbox.id(), (long) log.size(), TicketEvent.VERSION, now.atOffset(ZoneOffset.UTC));
        Columns<LogEntry> columns = Columns.of(first, log)
                .uuid(entry -> entry.ticket().id())
                .bigint(LogEntry::seq)
                .uuid(entry -> entry.party().id())
                .bigint(LogEntry::partySeq)
                .text(LogEntry::kind)
                .text(entry -> entry.actor().kind())
                .uuid(entry -> entry.actor().id())
                .text(LogEntry::cause)
                .json(LogEntry::data);
        return transaction
                .last(APPEND, columns.arguments())
                .map(rows -> rows.iterator().next().getLong("before"));
    }

    /** A file that a message now has. */
    record Used(UUID id, UUID message, int ordinal) {}

    /**
     * A message for the outbox.
     *
     * @param taken what it took out of its customer's windows, see {@link ReplyWindows.Taken}
     */
    record Outgoing(
            UUID id, UUID message, UUID ticket, @Nullable JsonObject taken) {}

    /** What became of an outbound message. */
    record Delivered(
            UUID message,
            String state,
            @Nullable String reason,
            @Nullable String providerId) {}

    record Link(UUID from, UUID to, String kind) {}

    /** A letter's id, and the ticket its answers belong to. */
    record Key(String key, UUID ticket) {}

    record Participant(UUID ticket, UUID identity, String proof) {}

    /** A message that goes to another ticket, and its place there. */
    record Moved(UUID message, UUID to, long seq) {}
}
