-- What this database is, and the keys its nodes share.

create table installation (
    one               boolean primary key default true check (one),
    epoch             text        not null,
    system_identifier text        not null,
    timeline          integer     not null,
    created_at        timestamptz not null default now()
);

create table secret_key (
    name       text primary key,
    value      bytea       not null,
    created_at timestamptz not null default now()
);

create table inbox (
    id         uuid primary key,
    name       text        not null unique check (name ~ '^[a-z0-9-]{1,40}$'),
    channel    text        not null,
    connector  text        not null,
    one_open   boolean     not null,
    created_at timestamptz not null default now()
);

-- The row a worker holds while it applies an inbox's entries.
create table lane (
    inbox_id uuid primary key references inbox (id)
);

create table inbox_stream (
    inbox_id uuid primary key references inbox (id),
    position bigint not null default 0
);

create table connector_state (
    inbox_id uuid   not null references inbox (id),
    key      text   not null,
    value    bytea  not null,
    version  bigint not null default 1,
    primary key (inbox_id, key)
);
