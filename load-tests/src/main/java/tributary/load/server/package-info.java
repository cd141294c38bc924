/**
 * The processes under load: started, watched and always ended.
 *
 * <p>In: a command. Out: an address, CPU time and memory. It speaks to them only through the operating system and jcmd.
 */
@NullMarked
package tributary.load.server;

import org.jspecify.annotations.NullMarked;
