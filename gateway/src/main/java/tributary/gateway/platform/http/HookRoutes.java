package tributary.gateway.platform.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Hook;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.Hooks;
import tributary.connector.UnavailableException;

/** {@code /hooks/{inbox}} and below: bounded bodies, a bounded number of requests at once, one answer each. */
public final class HookRoutes implements Hooks {

    public static final String ANSWERED = "tributary_hook_answers_total";

    private static final Logger LOG = LoggerFactory.getLogger(HookRoutes.class);
    private static final int AT_ONCE = 1000;
    private static final Duration BODY_DUE = Duration.ofSeconds(10);
    private static final Duration ANSWER_DUE = Duration.ofSeconds(15);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final HttpRoutes web;
    private final MeterRegistry meters;
    private final Map<String, Open> hooks = new ConcurrentHashMap<>();
    private final AtomicInteger inWork = new AtomicInteger();
    private final Promise<Void> idle = Promise.promise();
    private volatile boolean stopping;

    public HookRoutes(Vertx vertx, HttpRoutes web, MeterRegistry meters) {
        this.vertx = vertx;
        this.web = web;
        this.meters = meters;
        web.router().route("/hooks/:inbox").handler(this::take);
        web.router().route("/hooks/:inbox/*").handler(this::take);
    }

    @Override
    public void open(String inbox, int mostBytes, Hook hook) {
        hooks.put(inbox, new Open(mostBytes, hook));
    }

    /** Refuses what is new; completes when what came before is answered, or after a while. */
    public Future<Void> stop() {
        stopping = true;
        if (inWork.get() == 0) {
            idle.tryComplete();
        }
        vertx.setTimer(DRAIN.toMillis(), tick -> idle.tryComplete());
        return idle.future();
    }

    private void take(RoutingContext route) {
        HttpServerRequest request = route.request();
        String inbox = route.pathParam("inbox");
        Open open = hooks.get(inbox);
        if (open == null) {
            route.next();
            return;
        }
        boolean post = request.method().equals(HttpMethod.POST);
        if (!post && !request.method().equals(HttpMethod.GET)) {
            refuse(request.response().putHeader("Allow", "GET, POST"), inbox, 405);
        } else if (stopping || inWork.get() >= AT_ONCE) {
            later(request.response(), inbox, RETRY_AFTER);
        } else if (declared(request) > open.mostBytes()) {
            refuse(request.response(), inbox, 413);
        } else {
            inWork.incrementAndGet();
            body(request, open.mostBytes())
                    .compose(body -> answer(open, call(request, inbox, body)))
                    .onComplete(done -> {
                        if (inWork.decrementAndGet() == 0 && stopping) {
                            idle.tryComplete();
                        }
                    })
                    .onSuccess(answer -> send(request.response(), inbox, answer))
                    .onFailure(failure -> failed(request.response(), inbox, failure));
        }
    }

    private Future<HookAnswer> answer(Open open, HookCall call) {
        return Future.succeededFuture()
                .compose(go -> open.hook().answer(call))
                .timeout(ANSWER_DUE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private HookCall call(HttpServerRequest request, String inbox, Buffer body) {
        String below = request.path().substring("/hooks/".length() + inbox.length());
        return new HookCall(
                request.method().name(),
                below.startsWith("/") ? below.substring(1) : below,
                request.uri(),
                request.params(),
                request.headers(),
                body,
                web.peer(request));
    }

    private static long declared(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }

    private static Future<Buffer> body(HttpServerRequest request, int most) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > most) {
                whole.tryFail(new TooLargeException());
            } else {
                body.appendBuffer(part);
            }
        });
        request.exceptionHandler(whole::tryFail);
        request.endHandler(end -> whole.tryComplete(body));
        return whole.future().timeout(BODY_DUE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(HttpServerResponse response, String inbox, HookAnswer answer) {
        if (!answer.type().isEmpty()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, answer.type());
        }
        end(response, inbox, answer.status(), answer.body());
    }

    private void failed(HttpServerResponse response, String inbox, Throwable failure) {
        if (failure instanceof TooLargeException) {
            refuse(response, inbox, 413);
        } else if (failure instanceof UnavailableException unavailable) {
            later(response, inbox, unavailable.retryAfter());
        } else {
            boolean late = failure instanceof TimeoutException;
            LOG.atWarn()
                    .addKeyValue("inbox", inbox)
                    .setCause(late ? null : failure)
                    .log(late ? "a provider's request took too long" : "a provider's request failed");
            end(response, inbox, late ? 503 : 500, Buffer.buffer());
        }
    }

    private void later(HttpServerResponse response, String inbox, Duration retryAfter) {
        response.putHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        end(response, inbox, 503, Buffer.buffer());
    }

    /** What remains of the body is not read. */
    private void refuse(HttpServerResponse response, String inbox, int status) {
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        end(response, inbox, status, Buffer.buffer());
    }

    private void end(HttpServerResponse response, String inbox, int status, Buffer body) {
        meters.counter(ANSWERED, "inbox", inbox, "status", Integer.toString(status))
                .increment();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status).end(body);
        }
    }

    private record Open(int mostBytes, Hook hook) {}

    private static final class TooLargeException extends RuntimeException {}
}
