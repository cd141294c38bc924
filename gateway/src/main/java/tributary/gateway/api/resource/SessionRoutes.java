package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import tributary.connector.Limits;
import tributary.connector.WebRoutes;
import tributary.gateway.api.call.Body;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Reply;
import tributary.gateway.api.call.SessionCookie;
import tributary.gateway.identity.Identity;
import tributary.gateway.identity.session.LogIn.LoggedIn;
import tributary.gateway.platform.http.Problem;

/** First set-up, log-in, log-out, and the ticket that opens an agent's socket. */
public final class SessionRoutes implements Resource {

    private static final int MOST_TEXT = 2000;

    private final Identity identity;
    private final SessionCookie cookie;
    private final WebRoutes web;
    private final Limits limits;

    public SessionRoutes(Identity identity, SessionCookie cookie, WebRoutes web, Limits limits) {
        this.identity = identity;
        this.cookie = cookie;
        this.web = web;
        this.limits = limits;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.GET_SETUP, this::setupNeeded);
        calls.on(Operation.POST_SETUP, this::setUp);
        calls.on(Operation.GET_SESSION, call -> Future.succeededFuture(Reply.ok(agent(call))));
        calls.on(Operation.POST_SESSION, this::logIn);
        calls.on(Operation.DELETE_SESSION, this::logOut);
        calls.on(Operation.POST_WS_TICKET, this::socketTicket);
    }

    private Future<Reply> setupNeeded(Call call) {
        return identity.setup().needed().map(needed -> Reply.ok(new JsonObject().put("needed", needed)));
    }

    private Future<Reply> setUp(Call call) {
        Body body = call.body("token", "email", "name", "password");
        return identity.setup()
                .complete(
                        body.text("token", MOST_TEXT),
                        body.text("email", MOST_TEXT),
                        body.text("name", MOST_TEXT),
                        body.text("password", MOST_TEXT))
                .compose(outcome -> outcome.match(
                        completed -> Future.succeededFuture(begun(call, completed.loggedIn())),
                        refused -> Future.failedFuture(
                                new Problem(403, "forbidden", "the set-up link is unknown, used or older than a day")),
                        invalid -> Future.failedFuture(invalid(invalid.problems()))));
    }

    private Future<Reply> logIn(Call call) {
        Body body = call.body("email", "password");
        return identity.sessions()
                .logIn(body.text("email", MOST_TEXT), body.text("password", MOST_TEXT), countedPeer(call))
                .compose(outcome -> outcome.match(
                        loggedIn -> Future.succeededFuture(begun(call, loggedIn)),
                        refused -> Future.failedFuture(
                                new Problem(401, "unauthorized", "e-mail address and password do not match")),
                        throttled -> Future.failedFuture(Problem.rateLimited(throttled.retryAfter()))));
    }

    private Future<Reply> logOut(Call call) {
        cookie.clear(call.response());
        return cookie.read(call.request())
                .map(identity.sessions()::logOut)
                .orElseGet(Future::succeededFuture)
                .map(Reply.nothing());
    }

    private Future<Reply> socketTicket(Call call) {
        call.body();
        return identity.wsTickets()
                .issue(call.caller().id(), call.caller().session())
                .map(ticket -> Reply.created(new JsonObject().put("ticket", ticket)));
    }

    private Reply begun(Call call, LoggedIn loggedIn) {
        cookie.write(call.response(), loggedIn.secret());
        return Reply.created(new JsonObject().put("agent", Shapes.agent(loggedIn.access())));
    }

    private Optional<String> countedPeer(Call call) {
        WebRoutes.Peer peer = web.peer(call.request());
        return limits.exempt(peer.address(), peer.forwarded()) ? Optional.empty() : Optional.of(peer.address());
    }

    private static JsonObject agent(Call call) {
        return new JsonObject().put("agent", Shapes.agent(call.caller().access()));
    }

    static Problem invalid(Map<String, String> problems) {
        String detail = problems.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(problem -> problem.getKey() + ": " + problem.getValue())
                .reduce((first, second) -> first + "; " + second)
                .orElse("the request cannot be read");
        JsonObject members = new JsonObject();
        problems.forEach(members::put);
        return new Problem(400, "bad-request", detail, new JsonObject().put("problems", members));
    }
}
