-- What a customer's "read up to here" has to look at.
create index outbox_unread on outbox (ticket_id) where state in ('queued', 'leased', 'sending', 'sent', 'delivered');
