/**
 * The configuration as text: a YAML file as a tree of nodes, the environment that overrides it, and the notations of
 * single values.
 *
 * <p>In: the text of a file, the process's environment. Out: {@link tributary.config.text.Node},
 * {@link tributary.config.text.Overrides} and, for one scalar of a known type, its value. It does not know which keys
 * exist, nor what a secret is.
 */
@NullMarked
package tributary.config.text;

import org.jspecify.annotations.NullMarked;
