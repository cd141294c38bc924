/**
 * Pages for browsers: the agents' console, the customers' widget, the demo shop and the documentation, all from the class
 * path and all without a request to anybody else.
 *
 * <p>In: built files. Out: the same files with the right policies. It knows no ticket.
 */
@NullMarked
package tributary.gateway.api.pages;

import org.jspecify.annotations.NullMarked;
