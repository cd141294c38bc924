-- complete: false while the chunks still arrive, in short transactions; nobody reads such a blob.
create table blob (
    id         uuid primary key,
    bytes      bigint      not null,
    sha256     bytea       not null,
    complete   boolean     not null,
    created_at timestamptz not null default now()
);

create table blob_chunk (
    blob_id uuid    not null references blob (id) on delete cascade,
    n       integer not null,
    data    bytea   not null,
    primary key (blob_id, n)
);

alter table blob_chunk alter column data set storage external;

-- A file: announced, then stored (blob_id set), then used by a message. Unused ones are removed after a day.
create table attachment (
    id          uuid primary key,
    inbox_id    uuid references inbox (id),
    owner       text        not null,
    name        text        not null,
    type        text        not null,
    bytes       bigint      not null,
    sha256      bytea,
    blob_id     uuid references blob (id),
    message_id  uuid references message (id),
    ordinal     integer     not null default 0,
    created_at  timestamptz not null default now()
);

create index attachment_message on attachment (message_id, ordinal) where message_id is not null;
create index attachment_orphan on attachment (created_at) where message_id is null;
create index attachment_blob on attachment (blob_id) where blob_id is not null;
