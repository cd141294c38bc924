-- Which cluster a node is of: a digest of its secret. A version before this one writes none, and counts as ours.
alter table cluster_node add column cluster text;
