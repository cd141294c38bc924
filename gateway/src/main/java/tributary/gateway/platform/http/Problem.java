package tributary.gateway.platform.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * An answer that is no success, as RFC 9457 writes it: {@code {type, title, status, code, detail?}} and further members.
 * {@code code} is kebab-case and stable; {@code detail} is for people and may change.
 */
public final class Problem extends RuntimeException {

    public static final String MEDIA_TYPE = "application/problem+json";

    private final int status;
    private final String code;
    private final transient JsonObject members;

    public Problem(int status, String code, String detail, JsonObject members) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.members = members;
    }

    public Problem(int status, String code, String detail) {
        this(status, code, detail, new JsonObject());
    }

    public static Problem badRequest(String detail) {
        return new Problem(400, "bad-request", detail);
    }

    public static Problem unknownMember(String member) {
        return new Problem(
                400,
                "unknown-member",
                "this request has no such member or parameter",
                new JsonObject().put("member", member));
    }

    public static Problem unauthorized() {
        return new Problem(401, "unauthorized", "log in or send a valid token");
    }

    public static Problem forbidden() {
        return new Problem(403, "forbidden", "your role does not allow this");
    }

    public static Problem notFound() {
        return new Problem(404, "not-found", "there is no such thing, or not for you");
    }

    public static Problem tooLarge(String detail) {
        return new Problem(413, "too-large", detail);
    }

    public static Problem unavailable(Duration retryAfter) {
        return new Problem(
                503,
                "unavailable",
                "something this needs is down or full; try again later",
                new JsonObject().put("retryAfter", Math.max(1, retryAfter.toSeconds())));
    }

    public static Problem rateLimited(Duration retryAfter) {
        return new Problem(
                429,
                "rate-limited",
                "too many requests",
                new JsonObject()
                        .put(
                                "retryAfter",
                                Math.max(1, retryAfter.plusMillis(999).toSeconds())));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public JsonObject toJson() {
        JsonObject body = new JsonObject()
                .put("type", "about:blank")
                .put("title", title(status))
                .put("status", status)
                .put("code", code)
                .put("detail", getMessage());
        members.forEach(member -> body.put(member.getKey(), member.getValue()));
        return body;
    }

    /** Writes the answer. An answer that has begun already is cut instead, so that nobody takes it for whole. */
    public void answer(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(status).putHeader("Content-Type", MEDIA_TYPE).putHeader("Cache-Control", "no-store");
        Object retryAfter = members.getValue("retryAfter");
        if (retryAfter != null) {
            response.putHeader("Retry-After", retryAfter.toString());
        }
        response.end(toJson().toBuffer());
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            default -> status < 500 ? "Bad Request" : "Internal Server Error";
        };
    }
}
