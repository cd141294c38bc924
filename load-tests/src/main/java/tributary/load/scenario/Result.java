package tributary.load.scenario;

import java.util.List;
import tributary.load.report.Figure;

/**
 * What one trial gave.
 *
 * @param eventLength the mean length of an event with a message, 0 if there was none
 */
record Result(List<Figure> figures, List<String> violations, int eventLength) {}
