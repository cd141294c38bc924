/** A whole node against providers that fail in every way they can, and against an SMPP implementation that is not ours. */
@NullMarked
package tributary.gateway.provider;

import org.jspecify.annotations.NullMarked;
