/**
 * What is under test, as real processes of this program: two nodes, PostgreSQL, Redis, and what lies between them.
 *
 * <p>In: which means of this machine may be used (a volume, network namespaces, another clock). Out: handles to stop, cut,
 * slow and restart each part. Everything is gone when the town is closed, and what a killed harness left is removed by the
 * next one. Knows no clients and no promises.
 */
@NullMarked
package tributary.load.faults.town;

import org.jspecify.annotations.NullMarked;
