/**
 * The whole record in one file, written and read without an outside tool.
 *
 * <p>The file is a ZIP: {@code tables/NAME.copy} for each table, in PostgreSQL's COPY text format, and at the end
 * {@code manifest.json} with what must be in them. In: a server and a path. Out: the file, or a database with a new epoch
 * that resends nothing. It takes tables and columns from the catalogue and knows none by its meaning, but for those that
 * tell whether a database is in use.
 */
@NullMarked
package tributary.gateway.platform.postgres.backup;

import org.jspecify.annotations.NullMarked;
