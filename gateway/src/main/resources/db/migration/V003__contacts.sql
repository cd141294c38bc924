create table contact (
    id         uuid primary key,
    name       text        not null default '',
    fields     jsonb       not null default '{}',
    created_at timestamptz not null default now()
);

create table identity (
    id         uuid primary key,
    kind       text not null,
    scope      text not null,
    value      text not null check (value <> ''),
    proof      text not null check (proof in ('verified', 'claimed', 'inferred')),
    contact_id uuid not null references contact (id),
    unique (kind, scope, value)
);

create index identity_contact on identity (contact_id);

-- seq counts what the customer may see; read_by_* are message ids.
create table party (
    id              uuid primary key,
    inbox_id        uuid   not null references inbox (id),
    identity_id     uuid   not null references identity (id),
    seq             bigint not null default 0,
    read_by_agent   uuid,
    read_by_contact uuid,
    unique (inbox_id, identity_id)
);

create table visitor_session (
    inbox_id     uuid        not null references inbox (id),
    id           text        not null,
    kind         text        not null,
    scope        text        not null,
    value        text        not null,
    subject      text,
    form_done    boolean     not null default false,
    secrets      jsonb       not null,
    seen_at      timestamptz not null default now(),
    primary key (inbox_id, id)
);

create index visitor_session_seen on visitor_session (seen_at);
