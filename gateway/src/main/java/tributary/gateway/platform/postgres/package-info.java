/**
 * PostgreSQL, the system of record: an embedded server or one given by URI, its migrations, its epoch, the pool and
 * transactions, backup and restore.
 *
 * <p>In: configuration and statements. Out: rows and commits. It knows no table's meaning.
 */
@NullMarked
package tributary.gateway.platform.postgres;

import org.jspecify.annotations.NullMarked;
