/**
 * The HTTP side of a simulated provider: routes, JSON answers, and faults that a test or a person asks for.
 *
 * <p>In: requests. Out: answers, or what a broken provider does instead. It knows no provider.
 */
@NullMarked
package tributary.simulator.web;

import org.jspecify.annotations.NullMarked;
