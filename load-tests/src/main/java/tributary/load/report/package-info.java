/**
 * Figures of runs taken in turns: medians, ratios, a table, JSON. Pure but for writing the file.
 */
@NullMarked
package tributary.load.report;

import org.jspecify.annotations.NullMarked;
