/**
 * A PostgreSQL that the node brings along: its programs, its files, its account and its process.
 *
 * <p>In: a data directory. Out: a socket that takes connections. It speaks no SQL and knows no table.
 */
@NullMarked
package tributary.gateway.platform.postgres.embedded;

import org.jspecify.annotations.NullMarked;
