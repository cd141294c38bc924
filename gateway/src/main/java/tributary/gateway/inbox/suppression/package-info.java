/**
 * Addresses that must not be written to, for the whole installation.
 *
 * <p>In: what bounces, complaints and agents say. Out: whether an address may be written to, and why not. It knows no
 * ticket and no connector.
 */
@NullMarked
package tributary.gateway.inbox.suppression;

import org.jspecify.annotations.NullMarked;
