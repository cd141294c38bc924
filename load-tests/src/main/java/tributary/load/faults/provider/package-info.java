/**
 * What replies leave by, played by us: a mail relay and a carrier of short messages, which refuse, are silent or hang up when
 * they are told to. Each writes into the book what it took and what it answered.
 */
@NullMarked
package tributary.load.faults.provider;

import org.jspecify.annotations.NullMarked;
