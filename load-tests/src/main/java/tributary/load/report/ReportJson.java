package tributary.load.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report as JSON, every run included, for whoever wants to draw or compare. */
public final class ReportJson {

    private ReportJson() {}

    /** Writes the report into a file. */
    public static void write(Report report, Path file) throws IOException {
        Files.writeString(file, of(report).encodePrettily() + "\n");
    }

    /** The report as a JSON object. */
    public static JsonObject of(Report report) {
        JsonArray runs = new JsonArray();
        report.runs().forEach(run -> runs.add(run(run)));
        JsonObject ratios = new JsonObject();
        report.names().forEach(name -> report.ratio(name).ifPresent(ratio -> ratios.put(name, spread(ratio))));
        return new JsonObject()
                .put("scenario", report.scenario())
                .put("options", report.options())
                .put("subject", report.subject())
                .put("yardstick", report.yardstick())
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("java", Runtime.version().toString())
                .put("ratios", ratios)
                .put("runs", runs)
                .put("violations", new JsonArray(report.violations()));
    }

    private static JsonObject run(Run run) {
        JsonObject figures = new JsonObject();
        run.figures().forEach(figure -> figures.put(figure.name(), figure.value()));
        return new JsonObject()
                .put("side", run.side())
                .put("round", run.round())
                .put("figures", figures)
                .put("violations", new JsonArray(run.violations()));
    }

    private static JsonObject spread(Spread spread) {
        return new JsonObject()
                .put("min", spread.min())
                .put("median", spread.median())
                .put("max", spread.max());
    }
}
