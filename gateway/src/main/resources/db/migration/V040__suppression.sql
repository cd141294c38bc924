-- Addresses that nobody here must write to. A soft bounce counts strikes and is forgotten after a while.
create table suppression (
    id         uuid primary key,
    address    text        not null unique check (address <> ''),
    reason     text        not null
               check (reason in ('hard-bounce', 'soft-bounce', 'complaint', 'unsubscribe', 'manual')),
    strikes    integer     not null default 1,
    note       text        not null default '',
    inbox_id   uuid references inbox (id),
    message_id uuid,
    agent_id   uuid references agent (id),
    at         timestamptz not null default now(),
    expires_at timestamptz
);

create index suppression_newest on suppression (at desc, id desc);

-- What connectors kept for themselves before.
insert into suppression (id, address, reason, inbox_id)
select gen_random_uuid(), address, 'hard-bounce', inbox_id
  from (select distinct on (substr(key, 12)) substr(key, 12) as address, inbox_id
          from connector_state where key like 'suppressed:%') as known
 where address <> '';

delete from connector_state where key like 'suppressed:%';
