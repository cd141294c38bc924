-- What a message carries besides text: a place, a link, a press of a menu, or something nobody knows yet.
alter table message add column card jsonb;

-- Whether a customer may be answered: {"windows": {name: {"until", "left"}}, "closed"}. Null: always.
alter table party add column reply jsonb;

-- A file the provider still has (source), or did not give (problem).
alter table attachment add column source text;
alter table attachment add column problem text;
create index attachment_awaited on attachment (inbox_id, created_at)
    where source is not null and blob_id is null and problem is null;

-- Reports name messages by the provider's id, and may come before the answer that told us that id.
create index outbox_provider on outbox (inbox_id, provider_id) where provider_id is not null;

create table early_report (
    inbox_id    uuid        not null references inbox (id),
    provider_id text        not null,
    state       text        not null,
    reason      text,
    at          timestamptz not null default now(),
    primary key (inbox_id, provider_id, state)
);

create index early_report_at on early_report (at);
