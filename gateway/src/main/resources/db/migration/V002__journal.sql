-- What came in. journal_key outlives the payload (a tombstone) and is never partitioned: it is the dedupe.

create table journal_key (
    inbox_id     uuid  not null references inbox (id),
    external_id  text  not null check (external_id <> ''),
    content_hash bytea not null,
    journal_id   uuid  not null,
    at           timestamptz not null,
    primary key (inbox_id, external_id)
);

create table journal (
    id       uuid        not null,
    at       timestamptz not null,
    inbox_id uuid        not null,
    party    text        not null,
    kind     text        not null,
    version  integer     not null,
    event    jsonb       not null,
    raw      bytea       not null,
    primary key (id)
) partition by range (id);

create table journal_default partition of journal default;

-- Months are ranges of the UUIDv7 id, whose first 48 bits are milliseconds.
create function journal_bound(month date) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from month::timestamp at time zone 'UTC') * 1000)::bigint), 12, '0')
            || '00000000000000000000')::uuid
$$;

-- Makes the partitions of this month and the next ones; safe to call at any time.
create function journal_make_partitions(ahead integer) returns void language plpgsql as $$
declare
    month date;
    part  text;
begin
    for i in 0..ahead loop
        month := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i))::date;
        part := 'journal_' || to_char(month, 'YYYY_MM');
        if to_regclass(part) is null then
            execute format('create table %I partition of journal for values from (%L) to (%L)',
                           part, journal_bound(month), journal_bound((month + interval '1 month')::date));
        end if;
    end loop;
end
$$;

select journal_make_partitions(3);

create table journal_pending (
    n          bigint generated always as identity primary key,
    inbox_id   uuid    not null,
    journal_id uuid    not null,
    tries      integer not null default 0
);

create index journal_pending_inbox on journal_pending (inbox_id, n);

-- The holding pen: entries that could not be processed, or are doubtful.
create table quarantine (
    id         uuid primary key,
    inbox_id   uuid        not null references inbox (id),
    journal_id uuid        not null unique,
    kind       text        not null,
    problem    text        not null,
    tries      integer     not null,
    at         timestamptz not null default now()
);
