package tributary.gateway.api.call;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.session.ApiTokens;
import tributary.gateway.identity.session.Sessions;
import tributary.gateway.platform.http.Origins;
import tributary.gateway.platform.http.Problem;

/**
 * Lets a call in or not: by bearer token or session cookie, by role, and against forged requests. A browser attaches the
 * cookie to whatever another site makes it send, but neither our origin nor our header; so every change under the cookie must
 * carry one of them, and an origin that is not ours is refused.
 */
public final class Gate {

    private static final String CSRF = "X-Tributary-Csrf";
    private static final String BEARER = "bearer ";

    private final Sessions sessions;
    private final ApiTokens tokens;
    private final SessionCookie cookie;
    private final Origins origins;

    public Gate(Sessions sessions, ApiTokens tokens, SessionCookie cookie, Origins origins) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.cookie = cookie;
        this.origins = origins;
    }

    /**
     * @return the caller; empty only for public operations
     *     <p>Fails with {@link Problem} 401 {@code unauthorized}, 403 {@code csrf} or 403 {@code forbidden}.
     */
    Future<Optional<Caller>> admit(HttpServerRequest request, Operation operation) {
        Optional<String> bearer = bearer(request);
        Optional<String> session = bearer.isPresent() ? Optional.empty() : cookie.read(request);
        if (isForged(request, operation, session.isPresent())) {
            return Future.failedFuture(new Problem(
                    403, "csrf", "expected the Origin of public-url or, from no browser, the header " + CSRF));
        }
        return access(bearer, session)
                .compose(found -> judge(found.map(access -> new Caller(access, session)), operation));
    }

    private Future<Optional<Access>> access(Optional<String> bearer, Optional<String> session) {
        return bearer.map(tokens::authenticate)
                .or(() -> session.map(sessions::authenticate))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private static Future<Optional<Caller>> judge(Optional<Caller> caller, Operation operation) {
        if (operation.policy() == Policy.PUBLIC) {
            return Future.succeededFuture(caller);
        }
        if (caller.isEmpty()) {
            return Future.failedFuture(Problem.unauthorized());
        }
        return operation.policy().allows(caller.get().access())
                ? Future.succeededFuture(caller)
                : Future.failedFuture(Problem.forbidden());
    }

    private boolean isForged(HttpServerRequest request, Operation operation, boolean byCookie) {
        if (!operation.changes()) {
            return false;
        }
        String origin = request.getHeader("Origin");
        boolean foreign = !origins.allows(origin);
        if (operation.beginsSession()) {
            return foreign;
        }
        return byCookie && (foreign || (origin == null && request.getHeader(CSRF) == null));
    }

    private static Optional<String> bearer(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }
}
