-- The nodes that run now, by their own heartbeats: what the system page shows, whatever the bus believes.

create table cluster_node (
    run        uuid primary key,
    name       text        not null,
    address    text        not null,
    started_at timestamptz not null default now(),
    seen_at    timestamptz not null default now()
);
