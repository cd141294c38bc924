package tributary.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report for a terminal: one line a figure, min/median/max of each side, and the ratio. */
public final class Table {

    private Table() {}

    /** The whole report as text. */
    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        text.append(report.scenario()).append(": ").append(report.options()).append(System.lineSeparator());
        text.append(row("min/median/max", report.subject(), report.yardstick(), "ratio"));
        for (String name : report.names()) {
            text.append(row(
                    name,
                    cell(report.spread(report.subject(), name)),
                    cell(report.spread(report.yardstick(), name)),
                    cell(report.ratio(name))));
        }
        verdict(report.violations()).forEach(line -> text.append(line).append(System.lineSeparator()));
        return text.toString();
    }

    /** One run as a line while the others are still to come. */
    public static String progress(Run run) {
        List<String> words = new ArrayList<>();
        run.figures().forEach(figure -> words.add(figure.name() + " " + number(figure.value())));
        return "round " + run.round() + ", " + run.side() + ": " + String.join(", ", words);
    }

    private static List<String> verdict(List<String> violations) {
        if (violations.isEmpty()) {
            return List.of("nothing lost, nothing doubled, no hole");
        }
        List<String> lines = new ArrayList<>(List.of("BROKEN PROMISES"));
        violations.forEach(violation -> lines.add("  " + violation));
        return lines;
    }

    private static String row(String name, String subject, String yardstick, String ratio) {
        return String.format(Locale.ROOT, "%-34s %26s %26s %20s%n", name, subject, yardstick, ratio);
    }

    private static String cell(Optional<Spread> spread) {
        return spread.map(Table::cell).orElse("-");
    }

    private static String cell(Spread spread) {
        if (spread.min() == spread.max()) {
            return number(spread.median());
        }
        return number(spread.min()) + "/" + number(spread.median()) + "/" + number(spread.max());
    }

    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return String.format(Locale.ROOT, "%d", (long) value);
        }
        return String.format(
                Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
    }
}
