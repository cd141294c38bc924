package tributary.load.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs of a scenario. Two sides ran in turns, so that what drifts on the machine hits both; a ratio is taken inside
 * each round and the median of the rounds counts.
 *
 * @param scenario its name
 * @param options what it was run with, in words
 * @param subject the side that is judged
 * @param yardstick the side it is compared with
 */
public record Report(String scenario, String options, String subject, String yardstick, List<Run> runs) {

    /** Copies the runs. */
    public Report {
        runs = List.copyOf(runs);
    }

    /** The names of all figures, in the order in which they first appear. */
    public List<String> names() {
        return runs.stream()
                .flatMap(run -> run.figures().stream())
                .map(Figure::name)
                .distinct()
                .toList();
    }

    /** The spread of a figure on one side; empty if that side has no such figure. */
    public Optional<Spread> spread(String side, String name) {
        double[] values = runs.stream()
                .filter(run -> run.side().equals(side))
                .flatMap(run -> figure(run, name).stream())
                .mapToDouble(Figure::value)
                .toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** The spread over the rounds of subject : yardstick; empty if the figure is not meant to be compared. */
    public Optional<Spread> ratio(String name) {
        double[] ratios = rounds().flatMap(round -> ratio(name, round).stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return ratios.length == 0 ? Optional.empty() : Optional.of(Spread.of(ratios));
    }

    /** All broken promises, each with its run. */
    public List<String> violations() {
        return runs.stream()
                .flatMap(run -> run.violations().stream()
                        .map(words -> "round " + run.round() + ", " + run.side() + ": " + words))
                .toList();
    }

    private Stream<Integer> rounds() {
        return runs.stream().map(Run::round).distinct();
    }

    private Optional<Double> ratio(String name, int round) {
        Optional<Figure> ours = figure(subject, round, name);
        Optional<Figure> theirs = figure(yardstick, round, name);
        if (ours.isEmpty()
                || theirs.isEmpty()
                || !ours.get().compared()
                || theirs.get().value() == 0) {
            return Optional.empty();
        }
        return Optional.of(ours.get().value() / theirs.get().value());
    }

    private Optional<Figure> figure(String side, int round, String name) {
        return runs.stream()
                .filter(run -> run.side().equals(side) && run.round() == round)
                .findFirst()
                .flatMap(run -> figure(run, name));
    }

    private static Optional<Figure> figure(Run run, String name) {
        return run.figures().stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
