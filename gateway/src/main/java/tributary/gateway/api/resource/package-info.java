/**
 * The resources of the REST interface: one small class each, and the one place where their JSON is shaped.
 *
 * <p>In: calls that passed the gate. Out: replies. It knows no SQL.
 */
@NullMarked
package tributary.gateway.api.resource;

import org.jspecify.annotations.NullMarked;
