package tributary.gateway.platform.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The operator's port: {@code /health/live}, {@code /health/ready} (each part with its state; 503 while a critical one
 * fails or the node drains; and what is known of the cluster) and {@code /metrics} for Prometheus.
 */
public final class ManagementVerticle extends VerticleBase {

    private static final int CHECK_SECONDS = 1;

    private final HttpConfig config;
    private final Supplier<List<HealthCheck>> checks;
    private final Supplier<Future<JsonObject>> facts;
    private final BooleanSupplier draining;
    private final PrometheusMeterRegistry metrics;

    private Optional<HttpServer> server = Optional.empty();

    /**
     * @param checks asked at each probe, so that parts may come and go
     * @param facts shown with the answer, if they are to be had in time
     */
    public ManagementVerticle(
            HttpConfig config,
            Supplier<List<HealthCheck>> checks,
            Supplier<Future<JsonObject>> facts,
            BooleanSupplier draining,
            PrometheusMeterRegistry metrics) {
        this.config = config;
        this.checks = checks;
        this.facts = facts;
        this.draining = draining;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions().setIdleTimeout(30).setHttp2ClearTextEnabled(false);
        HttpServer created = vertx.createHttpServer(options).requestHandler(this::handle);
        server = Optional.of(created);
        return created.listen(config.port(), config.host());
    }

    public int port() {
        return server.map(HttpServer::actualPort).orElse(0);
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/health/live" -> answer(request.response(), 200, new JsonObject().put("status", "up"));
            case "/health/ready" -> ready(request.response());
            case "/metrics" -> metrics(request.response());
            default -> Problem.notFound().answer(request.response());
        }
    }

    private void ready(HttpServerResponse response) {
        List<HealthCheck> asked = checks.get();
        List<Future<Part>> parts = new ArrayList<>();
        asked.forEach(check -> parts.add(part(check)));
        Future<JsonObject> known =
                facts.get().timeout(CHECK_SECONDS, TimeUnit.SECONDS).otherwise(new JsonObject());
        List<Future<?>> all = new ArrayList<>(parts);
        all.add(known);
        Future.join(all).onComplete(done -> {
            JsonObject states = new JsonObject();
            boolean up = !draining.getAsBoolean();
            for (Future<Part> part : parts) {
                states.put(part.result().check().name(), part.result().state());
                up = up && (part.result().up() || !part.result().check().critical());
            }
            String status = draining.getAsBoolean() ? "draining" : up ? "up" : "down";
            answer(
                    response,
                    up ? 200 : 503,
                    new JsonObject().put("status", status).put("parts", states).mergeIn(known.result()));
        });
    }

    private static Future<Part> part(HealthCheck check) {
        return attempt(check)
                .timeout(CHECK_SECONDS, TimeUnit.SECONDS)
                .map(up -> new Part(check, true, new JsonObject().put("status", "up")))
                .otherwise(failure -> new Part(
                        check,
                        false,
                        new JsonObject().put("status", "down").put("reason", String.valueOf(failure.getMessage()))));
    }

    private static Future<Void> attempt(HealthCheck check) {
        try {
            return check.check().get();
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    /** Writing thousands of samples takes a while: a worker does it. */
    private void metrics(HttpServerResponse response) {
        vertx.executeBlocking(() -> metrics.scrape(), false)
                .onSuccess(text -> response.putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(text))
                .onFailure(failure -> new Problem(500, "internal", "metrics cannot be written").answer(response));
    }

    private static void answer(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.toBuffer());
    }

    private record Part(HealthCheck check, boolean up, JsonObject state) {}
}
