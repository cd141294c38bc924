/**
 * Breaks a cluster on purpose, and looks whether it kept its promises.
 *
 * <p>In: a seed, which gives every fault and its moment. Out: for each round what was acknowledged, and every promise that
 * was broken. Starts real processes (two nodes, PostgreSQL, Redis) as their parent, keeps a ledger of what clients were told,
 * and holds it against the database. Knows nothing of the gateway's classes.
 */
@NullMarked
package tributary.load.faults;

import org.jspecify.annotations.NullMarked;
