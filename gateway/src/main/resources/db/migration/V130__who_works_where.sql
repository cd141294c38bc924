-- Which node works on what, for the system page. It decides nothing: locks and fences do.

-- As the node signs on the bus; written when it takes the lane, every few seconds.
alter table lane add column holder text, add column held_at timestamptz;

alter table connector_lease add column node text;

-- Up to which position of each inbox the node has passed events on to its sockets.
alter table cluster_node add column cursors jsonb not null default '{}';
