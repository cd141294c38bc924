package tributary.gateway.api.call;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tributary.gateway.platform.http.Problem;

/** One call: who makes it and what it says. Readers throw {@link Problem}. */
public final class Call {

    private final RoutingContext ctx;
    private final Optional<Caller> caller;

    Call(RoutingContext ctx, Optional<Caller> caller) {
        this.ctx = ctx;
        this.caller = caller;
    }

    /** The caller of an operation that is not public. */
    public Caller caller() {
        return caller.orElseThrow(Problem::unauthorized);
    }

    public Body body(String... known) {
        return Body.read(content(), Set.of(known));
    }

    public Query query(String... known) {
        return Query.read(ctx.queryParams(), Set.of(known));
    }

    /** The path's {@code :number}; what cannot be one names nothing. */
    public long number() {
        String text = ctx.pathParam("number");
        if (text == null || !text.matches("[0-9]{1,18}")) {
            throw Problem.notFound();
        }
        return Long.parseLong(text);
    }

    /** The path's {@code :name}. */
    public String name() {
        return Optional.ofNullable(ctx.pathParam("name")).orElseThrow(Problem::notFound);
    }

    /** The path's {@code :id}; what cannot be one names nothing. */
    public UUID id() {
        return Optional.ofNullable(ctx.pathParam("id")).flatMap(Body::id).orElseThrow(Problem::notFound);
    }

    /** The rev in {@code If-Match}; {@code *} and absence match all. */
    public Optional<Long> ifMatch() {
        String value = ctx.request().getHeader("If-Match");
        if (value == null || value.strip().equals("*")) {
            return Optional.empty();
        }
        String tag = value.strip();
        if (!tag.matches("\"[0-9]{1,18}\"")) {
            throw Problem.badRequest("If-Match: expected one ETag such as \"7\" in quotes, found something else");
        }
        return Optional.of(Long.parseLong(tag.substring(1, tag.length() - 1)));
    }

    /** The {@code Idempotency-Key}, if there is one. */
    public Optional<String> idempotencyKey() {
        String key = ctx.request().getHeader("Idempotency-Key");
        if (key != null && !key.matches("[\\x21-\\x7e]{1,255}")) {
            throw Problem.badRequest("Idempotency-Key: expected 1 to 255 printable ASCII characters");
        }
        return Optional.ofNullable(key);
    }

    public HttpServerRequest request() {
        return ctx.request();
    }

    public HttpServerResponse response() {
        return ctx.response();
    }

    /** The body's bytes; nothing if there is none. */
    public Buffer content() {
        Buffer read = ctx.body() == null ? null : ctx.body().buffer();
        return read == null ? Buffer.buffer() : read;
    }
}
