package tributary.load.report;

import java.util.List;

/**
 * What one run of one side gave.
 *
 * @param violations promises that were broken, in words; a slow figure is none
 */
public record Run(String side, int round, List<Figure> figures, List<String> violations) {

    /** Copies the lists. */
    public Run {
        figures = List.copyOf(figures);
        violations = List.copyOf(violations);
    }
}
