-- Whether others have still to be asked how far the author of a waiting entry is who they say.
alter table journal_pending add column unproven boolean not null default false;

-- What they said: written once, after the entry itself, and never changed.
create table journal_trust (
    journal_id uuid primary key,
    trust      jsonb       not null,
    at         timestamptz not null default now()
);
