/**
 * One class per scenario of {@code ./tributary bench}, and the rounds in which two sides run in turns.
 *
 * <p>In: options. Out: a report. Everything is bounded in time and count.
 */
@NullMarked
package tributary.load.scenario;

import org.jspecify.annotations.NullMarked;
