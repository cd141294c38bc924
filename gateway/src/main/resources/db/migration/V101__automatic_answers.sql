-- To whom a machine of ours has answered at each inbox within a day; older rows go.
create table automatic_answer (
    inbox_id uuid        not null references inbox (id),
    address  text        not null,
    at       timestamptz not null default now(),
    primary key (inbox_id, address)
);

create index automatic_answer_age on automatic_answer (inbox_id, at);
