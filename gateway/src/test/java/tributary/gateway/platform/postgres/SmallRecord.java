package tributary.gateway.platform.postgres;

/** A small record: one inbox, one ticket, messages with one outbox row per state that matters, a journal entry. */
public final class SmallRecord {

    private SmallRecord() {}

    /** Writes it into an empty, migrated database. */
    public static void write(TestDatabase database) {
        database.run("""
                insert into inbox (id, name, channel, connector, one_open)
                values ('00000000-0000-7000-8000-000000000001', 'web', 'chat', 'livechat', true);
                insert into contact (id, name) values ('00000000-0000-7000-8000-000000000002', E'张三\\t\\\\N "q"\\n');
                insert into identity (id, kind, scope, value, proof, contact_id)
                values ('00000000-0000-7000-8000-000000000003', 'visitor', 'web', 'v1', 'claimed',
                        '00000000-0000-7000-8000-000000000002');
                insert into party (id, inbox_id, identity_id)
                values ('00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000001',
                        '00000000-0000-7000-8000-000000000003');
                insert into ticket (id, inbox_id, party_id, contact_id, subject, status, one_open, tags, created_at,
                                    updated_at)
                values ('00000000-0000-7000-8000-000000000005', '00000000-0000-7000-8000-000000000001',
                        '00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000002', 'Hallo',
                        'open', true, '{a,"b c"}', now(), now());
                insert into message (id, ticket_id, seq, direction, author_kind, author_name, text, sent_at,
                                     received_at)
                select ('00000000-0000-7000-8000-00000000010' || n)::uuid, '00000000-0000-7000-8000-000000000005', n,
                       'outbound', 'agent', 'A', '退款 ' || n, now(), now()
                from generate_series(1, 5) n;
                insert into outbox (id, message_id, inbox_id, ticket_id, state, next_at, at)
                select ('00000000-0000-7000-8000-00000000020' || n)::uuid,
                       ('00000000-0000-7000-8000-00000000010' || n)::uuid, '00000000-0000-7000-8000-000000000001',
                       '00000000-0000-7000-8000-000000000005',
                       (array['queued', 'leased', 'sending', 'sent', 'failed'])[n], now(), now()
                from generate_series(1, 5) n;
                insert into journal (id, at, inbox_id, party, kind, version, event, raw)
                select id, now(), '00000000-0000-7000-8000-000000000001', 'p', 'message', 1, '{"text": "你好"}', raw
                from (values ('00000000-0000-7000-8000-000000000006'::uuid, '\\x00ff0a5c'::bytea),
                             (overlay(journal_bound(current_date)::text placing '7' from 15)::uuid, '\\x'::bytea))
                     as entry (id, raw);
                insert into journal_pending (inbox_id, journal_id)
                values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000006');
                """);
    }
}
