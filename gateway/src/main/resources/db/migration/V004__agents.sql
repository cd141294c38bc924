create table agent (
    id         uuid primary key,
    email      text        not null,
    name       text        not null,
    role       text        not null check (role in ('admin', 'supervisor', 'agent')),
    password   text,
    active     boolean     not null default true,
    created_at timestamptz not null default now()
);

create unique index agent_email on agent (lower(email));

-- Which inboxes an agent of role 'agent' may see. The other roles see all.
create table inbox_access (
    agent_id uuid not null references agent (id) on delete cascade,
    inbox_id uuid not null references inbox (id),
    primary key (agent_id, inbox_id)
);

create table agent_session (
    token_hash bytea primary key,
    agent_id   uuid        not null references agent (id) on delete cascade,
    created_at timestamptz not null default now(),
    seen_at    timestamptz not null default now()
);

create index agent_session_agent on agent_session (agent_id);

create table api_token (
    id           uuid primary key,
    agent_id     uuid        not null references agent (id) on delete cascade,
    name         text        not null,
    token_hash   bytea       not null unique,
    created_at   timestamptz not null default now(),
    last_used_at timestamptz
);

-- One use, 30 seconds: lets an agent's page open its socket.
create table ws_ticket (
    token_hash bytea primary key,
    agent_id   uuid        not null references agent (id) on delete cascade,
    expires_at timestamptz not null
);

create table setup_link (
    token_hash bytea primary key,
    expires_at timestamptz not null
);

create table audit (
    id         uuid primary key,
    at         timestamptz not null default now(),
    actor_kind text        not null,
    actor_id   text,
    action     text        not null,
    subject    text,
    data       jsonb       not null default '{}'
);

create table idempotency (
    principal text        not null,
    route     text        not null,
    key       text        not null,
    body_hash bytea       not null,
    status    integer     not null,
    headers   jsonb       not null default '{}',
    body      jsonb,
    at        timestamptz not null default now(),
    primary key (principal, route, key)
);

create index idempotency_at on idempotency (at);
