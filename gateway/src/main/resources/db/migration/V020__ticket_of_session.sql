-- Which log-in a socket's ticket came from: with that log-in the socket ends. Null for an API token.
alter table ws_ticket add column session_hash bytea;
