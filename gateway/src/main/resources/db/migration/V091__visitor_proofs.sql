-- Signed proofs of visitors that are good for one session ("jti"), until they expire.
create table visitor_proof (
    inbox_id uuid        not null references inbox (id),
    id       text        not null,
    session  text        not null,
    until    timestamptz not null,
    primary key (inbox_id, id)
);
