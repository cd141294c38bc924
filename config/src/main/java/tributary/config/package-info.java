/**
 * Typed configuration: a YAML file, overridden by the environment, read into records that validate themselves.
 *
 * <p>In: a file, the environment. Out: {@link tributary.config.Settings} and value types that carry their units. It knows
 * nobody: each record lives beside what it configures.
 */
@NullMarked
package tributary.config;

import org.jspecify.annotations.NullMarked;
