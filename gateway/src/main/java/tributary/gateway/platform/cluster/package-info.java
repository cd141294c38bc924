/**
 * The other nodes: who they are, and a bus to them.
 *
 * <p>In: small sealed messages of this node's parts, and the members' heartbeats in the database. Out: the same messages on
 * every other node, whether the bus carries, and who is there. The only package that knows Hazelcast. It decides nothing:
 * who loses all of its messages loses no event, because logs and locks are PostgreSQL's.
 */
@NullMarked
package tributary.gateway.platform.cluster;

import org.jspecify.annotations.NullMarked;
