-- Parts of messages that are not whole yet. Rows go when their message is made; only who has the inbox's lane touches them.
create table message_part (
    inbox_id   uuid        not null references inbox (id),
    party      text        not null,
    assembly   text        not null,
    number     integer     not null,
    journal_id uuid        not null unique,
    code_units text        not null,
    sent_at    timestamptz not null,
    at         timestamptz not null default now(),
    primary key (inbox_id, party, assembly, number)
);
