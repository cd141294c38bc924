-- Work of an inbox that one node does at a time. The fence grows with every holder; rows are never removed.
create table connector_lease (
    inbox_id uuid        not null references inbox (id),
    name     text        not null,
    holder   uuid        not null,
    fence    bigint      not null,
    until    timestamptz not null,
    primary key (inbox_id, name)
);
