package tributary.gateway.api.call;

import io.vertx.core.Future;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tributary.connector.Attachments.UploadException;
import tributary.gateway.platform.http.Problem;
import tributary.gateway.platform.http.ProblemAnswers;
import tributary.gateway.ticket.TicketRefused;

/** Mounts operations: each call passes the gate, then its body is read, then the resource answers it. */
public final class Calls {

    private static final int MOST_JSON = 1 << 20;
    private static final String CALLER = "caller";

    private final Router router;
    private final Gate gate;
    private final ProblemAnswers problems = new ProblemAnswers(Calls::explain);
    private final Set<Operation> mounted = EnumSet.noneOf(Operation.class);

    public Calls(Router router, Gate gate) {
        this.router = router;
        this.gate = gate;
    }

    /** @param resource may throw {@link Problem}, or fail with it */
    public void on(Operation operation, Function<Call, Future<Reply>> resource) {
        route(operation).handler(ctx -> admit(ctx, operation));
        if (operation.takesJson()) {
            route(operation).handler(Calls::checkType);
            route(operation).handler(BodyHandler.create(false).setBodyLimit(MOST_JSON));
        }
        route(operation).handler(ctx -> answer(ctx, resource));
        mounted.add(operation);
    }

    /** What is mounted so far, for the check that nothing was forgotten. */
    public Set<Operation> mounted() {
        return Set.copyOf(mounted);
    }

    /** One route for each step: a body handler must be the first on its route. */
    private Route route(Operation operation) {
        return router.route(operation.method(), operation.path())
                .setName(operation.id())
                .failureHandler(problems);
    }

    /** Nothing of the body is read for a caller who is not let in. */
    private void admit(RoutingContext ctx, Operation operation) {
        ctx.request().pause();
        gate.admit(ctx.request(), operation)
                .onSuccess(caller -> {
                    ctx.put(CALLER, caller);
                    ctx.next();
                })
                .onFailure(ctx::fail);
    }

    private static void checkType(RoutingContext ctx) {
        String type = ctx.request().getHeader("Content-Type");
        String length = ctx.request().getHeader("Content-Length");
        boolean empty = "0".equals(length) || (length == null && ctx.request().getHeader("Transfer-Encoding") == null);
        if (empty
                || (type != null && type.regionMatches(true, 0, "application/json", 0, "application/json".length()))) {
            ctx.next();
        } else {
            ctx.fail(new Problem(415, "unsupported-media-type", "expected application/json"));
        }
    }

    private static void answer(RoutingContext ctx, Function<Call, Future<Reply>> resource) {
        Optional<Caller> caller = ctx.get(CALLER);
        attempt(new Call(ctx, caller), resource)
                .onSuccess(reply -> reply.write(ctx.response()))
                .onFailure(ctx::fail);
    }

    private static Future<Reply> attempt(Call call, Function<Call, Future<Reply>> resource) {
        try {
            return resource.apply(call);
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
    }

    private static Optional<Problem> explain(Throwable failure) {
        if (failure instanceof TicketRefused refused) {
            return Optional.of(new Problem(
                    status(refused.code()), refused.code(), String.valueOf(refused.getMessage()), refused.members()));
        }
        if (failure instanceof UploadException upload) {
            return Optional.of(new Problem(
                    upload.code().equals("too-large") ? 413 : 400, upload.code(), String.valueOf(upload.getMessage())));
        }
        return Optional.empty();
    }

    private static int status(String code) {
        return switch (code) {
            case "not-found" -> 404;
            case "precondition-failed" -> 412;
            case "bad-request" -> 400;
            case "forbidden" -> 403;
            default -> 409;
        };
    }
}
