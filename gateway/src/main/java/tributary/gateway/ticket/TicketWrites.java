package tributary.gateway.ticket;

/** The statements with which a batch writes: each takes one JSON array of rows. */
final class TicketWrites {

    static final String NUMBERS = """
            select nextval(pg_get_serial_sequence('ticket', 'number')) as number from generate_series(1, $1)""";

    static final String ADD_TICKETS = """
            insert into ticket (id, number, inbox_id, party_id, contact_id, subject, status, priority, assignee, one_open,
                                seq, rev, message_count, last_message, created_at, updated_at, solved_at)
            select id, number, $1, party_id, contact_id, subject, status, priority, assignee, $2,
                   seq, rev, message_count, last_message, created_at, updated_at, solved_at
              from jsonb_to_recordset($3::jsonb) as t(
                   id uuid, number bigint, party_id uuid, contact_id uuid, subject text, status text, priority text,
                   assignee uuid, seq bigint, rev bigint, message_count integer, last_message uuid,
                   created_at timestamptz, updated_at timestamptz, solved_at timestamptz)
             order by id""";

    static final String CHANGE_TICKETS = """
            update ticket
               set party_id = t.party_id, contact_id = t.contact_id, subject = t.subject, status = t.status,
                   priority = t.priority, assignee = t.assignee,
                   tags = array(select jsonb_array_elements_text(t.tags)), seq = t.seq, rev = t.rev,
                   message_count = t.message_count, last_message = t.last_message, updated_at = t.updated_at,
                   solved_at = t.solved_at
              from jsonb_to_recordset($1::jsonb) as t(
                   id uuid, party_id uuid, contact_id uuid, subject text, status text, priority text, assignee uuid,
                   tags jsonb, seq bigint, rev bigint, message_count integer, last_message uuid, updated_at timestamptz,
                   solved_at timestamptz)
             where ticket.id = t.id""";

    static final String ADD_MESSAGES = """
            insert into message (id, ticket_id, seq, direction, author_kind, author_id, author_name, author_address, text,
                                 html, reply, reply_to, external_id, client_id, letter, threading, sent_at, received_at)
            select id, ticket_id, seq, direction, author_kind, author_id, author_name, author_address, text,
                   html, reply, reply_to, external_id, client_id, letter, threading, sent_at, received_at
              from jsonb_to_recordset($1::jsonb) as m(
                   id uuid, ticket_id uuid, seq bigint, direction text, author_kind text, author_id uuid,
                   author_name text, author_address text, text text, html text, reply text, reply_to uuid,
                   external_id text, client_id text, letter jsonb, threading jsonb, sent_at timestamptz, received_at timestamptz)
             order by id""";

    static final String ADD_SOURCES = """
            insert into message_source (journal_id, message_id)
            select source, id from jsonb_to_recordset($1::jsonb) as m(id uuid, source uuid)
             where source is not null
             order by source""";

    static final String USE_ATTACHMENTS = """
            update attachment set message_id = a.message_id, ordinal = a.ordinal
              from jsonb_to_recordset($1::jsonb) as a(id uuid, message_id uuid, ordinal integer)
             where attachment.id = a.id and attachment.message_id is null""";

    static final String ADD_OUTBOX = """
            insert into outbox (id, message_id, inbox_id, ticket_id, state, next_at, at)
            select id, message_id, $1, ticket_id, 'queued', now(), at
              from jsonb_to_recordset($2::jsonb) as o(id uuid, message_id uuid, ticket_id uuid, at timestamptz)
             order by message_id""";

    static final String CHANGE_OUTBOX = """
            update outbox set state = o.state, reason = o.reason, at = o.at, lease_until = null,
                   next_at = case when o.state = 'queued' then now() else next_at end,
                   provider_id = coalesce(o.provider_id, outbox.provider_id)
              from jsonb_to_recordset($1::jsonb)
                   as o(message_id uuid, state text, reason text, provider_id text, at timestamptz)
             where outbox.message_id = o.message_id""";

    static final String CHANGE_PARTIES = """
            update party set seq = p.seq, read_by_agent = p.read_by_agent, read_by_contact = p.read_by_contact
              from jsonb_to_recordset($1::jsonb)
                   as p(id uuid, seq bigint, read_by_agent uuid, read_by_contact uuid)
             where party.id = p.id""";

    static final String ADD_LINKS = """
            insert into ticket_link (from_ticket, to_ticket, kind)
            select from_ticket, to_ticket, kind
              from jsonb_to_recordset($1::jsonb) as l(from_ticket uuid, to_ticket uuid, kind text)
            on conflict do nothing""";

    /** The letter that was there first keeps its key. */
    static final String ADD_KEYS = """
            insert into thread_key (inbox_id, key, ticket_id)
            select $1, key, ticket_id from jsonb_to_recordset($2::jsonb) as k(key text, ticket_id uuid)
             order by key
            on conflict do nothing""";

    static final String ADD_PARTICIPANTS = """
            insert into ticket_participant (ticket_id, identity_id, proof)
            select ticket_id, identity_id, proof
              from jsonb_to_recordset($1::jsonb) as p(ticket_id uuid, identity_id uuid, proof text)
             order by ticket_id, identity_id
            on conflict do nothing""";

    /** Answers to a letter follow it to its new ticket. */
    static final String MOVE_KEYS = """
            update thread_key k set ticket_id = places.ticket_id
              from jsonb_to_recordset($1::jsonb) as places(id uuid, ticket_id uuid)
              join message m on m.id = places.id
              join ticket t on t.id = m.ticket_id
             where k.inbox_id = t.inbox_id and k.key = m.external_id""";

    /** A message on its way out goes along with its delivery. */
    static final String MOVE_MESSAGES = """
            with places as (
                select * from jsonb_to_recordset($1::jsonb) as m(id uuid, ticket_id uuid, seq bigint)),
            outgoing as (
                update outbox set ticket_id = places.ticket_id from places where outbox.message_id = places.id)
            update message set ticket_id = places.ticket_id, seq = places.seq
              from places
             where message.id = places.id""";

    /** Positions are taken here, under the row lock of the stream, in the last statement before the commit. */
    static final String APPEND = """
            with entries as (
                select * from jsonb_to_recordset($2::jsonb) as e(
                       n bigint, ticket_id uuid, seq bigint, party_id uuid, party_seq bigint, kind text,
                       actor_kind text, actor_id uuid, cause text, data jsonb, at timestamptz)),
            stream as (
                update inbox_stream set position = position + $3::bigint where inbox_id = $1 returning position)
            insert into ticket_event (inbox_id, position, ticket_id, seq, party_id, party_seq, kind, version, actor_kind,
                                      actor_id, cause, data, at)
            select $1, stream.position - $3::bigint + n, ticket_id, seq, party_id, party_seq, kind, $4::integer, actor_kind,
                   actor_id, cause, data, at
              from entries cross join stream
             order by n
            returning position""";

    private TicketWrites() {}
}
