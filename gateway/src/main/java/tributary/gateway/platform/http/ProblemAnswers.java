package tributary.gateway.platform.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.UnavailableException;
import tributary.gateway.platform.postgres.Database;

/** Turns every failure of a route into a problem document. What is inside (stack traces, SQL) stays inside: it is logged. */
public final class ProblemAnswers implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Function<Throwable, Optional<Problem>> known;

    /** @param known failures that a route's own words explain; the rest is a fault */
    public ProblemAnswers(Function<Throwable, Optional<Problem>> known) {
        this.known = known;
    }

    @Override
    public void handle(RoutingContext ctx) {
        problem(ctx).answer(ctx.response());
        if (!ctx.request().isEnded()) {
            // The rest of the body is thrown away, until the connection's deadline; a reset would lose the answer.
            ctx.request().resume();
        }
    }

    private Problem problem(RoutingContext ctx) {
        Throwable failure = ctx.failure();
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof UnavailableException down) {
            return Problem.unavailable(down.retryAfter());
        }
        if (ctx.statusCode() >= 400 && ctx.statusCode() < 500) {
            return ofStatus(ctx.statusCode());
        }
        if (failure == null) {
            return fault();
        }
        return known.apply(failure)
                .orElseGet(() -> Database.unavailable(failure) ? down(failure) : logged(ctx, failure));
    }

    private static Problem down(Throwable failure) {
        LOG.atWarn()
                .addKeyValue("error", Database.problem(failure))
                .log("a request cannot be served without the database");
        return Problem.unavailable(RETRY_AFTER);
    }

    private static Problem logged(RoutingContext ctx, Throwable failure) {
        LOG.atError()
                .addKeyValue("method", ctx.request().method())
                .addKeyValue(
                        "route",
                        ctx.currentRoute() == null ? "" : ctx.currentRoute().getName())
                .setCause(failure)
                .log("a request failed");
        return fault();
    }

    private static Problem fault() {
        return new Problem(500, "internal", "something went wrong here; it is in the log");
    }

    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> Problem.unauthorized();
            case 403 -> Problem.forbidden();
            case 404 -> Problem.notFound();
            case 405 -> new Problem(405, "method-not-allowed", "this resource has no such method");
            case 413 -> Problem.tooLarge("the body is larger than this route takes");
            case 415 -> new Problem(415, "unsupported-media-type", "expected application/json");
            default -> Problem.badRequest("the request cannot be read");
        };
    }
}
