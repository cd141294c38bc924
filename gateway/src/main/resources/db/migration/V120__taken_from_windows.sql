-- What a reply took out of its customer's windows: {name: {"until", "left"}}. It is given back if the provider refuses the reply.
alter table outbox add column taken jsonb;
