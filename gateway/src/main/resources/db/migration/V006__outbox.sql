create table outbox (
    id          uuid primary key,
    message_id  uuid        not null unique references message (id),
    inbox_id    uuid        not null references inbox (id),
    ticket_id   uuid        not null references ticket (id),
    state       text        not null
                check (state in ('queued', 'leased', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown')),
    fence       bigint      not null default 0,
    lease_until timestamptz,
    attempts    integer     not null default 0,
    next_at     timestamptz not null,
    provider_id text,
    reason      text,
    at          timestamptz not null
);

create index outbox_due on outbox (next_at) where state = 'queued';
create index outbox_unsent on outbox (ticket_id, id) where state in ('queued', 'leased', 'sending');
create index outbox_leased on outbox (lease_until) where state in ('leased', 'sending');

create table reader_cursor (
    reader   text   not null,
    inbox_id uuid   not null references inbox (id),
    position bigint not null default 0,
    primary key (reader, inbox_id)
);
