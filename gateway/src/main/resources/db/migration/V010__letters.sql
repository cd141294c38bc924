-- What a message of a letter-like channel carries besides its text: subject, recipients, trust, kind of machine.
alter table message add column letter jsonb;
