package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Reply;
import tributary.gateway.identity.agent.AgentRule;
import tributary.gateway.identity.session.ApiTokens;
import tributary.gateway.platform.http.Problem;

/** An agent's own tokens for programs. The secret is shown once and stored nowhere, so no idempotency key is kept here. */
public final class TokenRoutes implements Resource {

    private static final int MOST_NAME = 2000;

    private final ApiTokens tokens;

    public TokenRoutes(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.LIST_TOKENS, this::list);
        calls.on(Operation.POST_TOKEN, this::create);
        calls.on(Operation.DELETE_TOKEN, this::revoke);
    }

    private Future<Reply> list(Call call) {
        return tokens.list(call.caller().id()).map(found -> Reply.ok(Shapes.list(Shapes.array(found, Shapes::token))));
    }

    private Future<Reply> create(Call call) {
        String name = call.body("name").text("name", MOST_NAME);
        AgentRule.name(name).ifPresent(problem -> {
            throw SessionRoutes.invalid(Map.of("name", problem));
        });
        return tokens.create(call.caller().id(), name)
                .map(made -> Reply.created(new JsonObject()
                        .put("id", made.id().toString())
                        .put("name", made.name())
                        .put("token", made.token())));
    }

    private Future<Reply> revoke(Call call) {
        return tokens.revoke(call.caller().id(), call.id())
                .compose(revoked ->
                        revoked ? Future.succeededFuture(Reply.nothing()) : Future.failedFuture(Problem.notFound()));
    }
}
