/**
 * Puts a node together and runs it: reads the configuration, builds every part in order, stops them in reverse.
 *
 * <p>In: the command line and the configuration. Out: a running process and its exit code. Everybody may be imported here;
 * nobody imports this package.
 */
@NullMarked
package tributary.gateway;

import org.jspecify.annotations.NullMarked;
