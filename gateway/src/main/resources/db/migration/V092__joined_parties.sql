-- An anonymous visitor's party that was joined to a user's: what still comes for the first is the second one's.
alter table party add column joined_id uuid references party (id);
