package tributary.gateway.api.resource;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tributary.gateway.api.call.Body;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Reply;
import tributary.gateway.api.once.Idempotency;
import tributary.gateway.identity.agent.AgentChange;
import tributary.gateway.identity.agent.AgentOutcome;
import tributary.gateway.identity.agent.Agents;
import tributary.gateway.identity.agent.NewAgent;
import tributary.gateway.identity.agent.Role;
import tributary.gateway.platform.http.Problem;

/** Agents: every agent sees who else answers; addresses and rights are for supervisors, changes for administrators. */
public final class AgentRoutes implements Resource {

    private static final int MOST_TEXT = 2000;
    private static final int MOST_INBOXES = 1000;
    private static final int MOST_NAME = 40;

    private final Agents agents;
    private final Idempotency idempotency;

    public AgentRoutes(Agents agents, Idempotency idempotency) {
        this.agents = agents;
        this.idempotency = idempotency;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.LIST_AGENTS, this::list);
        calls.on(Operation.POST_AGENT, this::create);
        calls.on(Operation.PATCH_AGENT, this::change);
    }

    private Future<Reply> list(Call call) {
        boolean whole = call.caller().access().mayListAgents();
        return agents.list()
                .map(found -> Reply.ok(Shapes.list(Shapes.array(found, whole ? Shapes::agent : Shapes::colleague))));
    }

    private Future<Reply> create(Call call) {
        Body body = call.body("name", "email", "role", "password", "inboxes");
        NewAgent agent = new NewAgent(
                body.text("email", MOST_TEXT),
                body.text("name", MOST_TEXT),
                role(body).orElseThrow(() -> Problem.badRequest("role: expected admin, supervisor or agent")),
                body.text("password", MOST_TEXT),
                inboxes(body).orElse(Set.of()));
        return agents.creating(Optional.of(call.caller().id()), agent)
                .compose(sql -> idempotency.transaction(
                        call, transaction -> sql.apply(transaction).compose(AgentRoutes::saved)))
                .map(reply -> new Reply(201, reply.body(), reply.headers()));
    }

    private Future<Reply> change(Call call) {
        Body body = call.body("name", "role", "password", "active", "inboxes");
        AgentChange change = new AgentChange(
                body.optionalText("name", MOST_TEXT),
                role(body),
                body.optionalText("password", MOST_TEXT),
                body.flag("active"),
                inboxes(body));
        return agents.update(Optional.of(call.caller().id()), call.id(), change).compose(AgentRoutes::saved);
    }

    private static Optional<Role> role(Body body) {
        return body.word("role", "admin, supervisor or agent", Role::of);
    }

    private static Optional<Set<String>> inboxes(Body body) {
        return body.texts("inboxes", MOST_INBOXES, MOST_NAME).map(HashSet::new);
    }

    private static Future<Reply> saved(AgentOutcome outcome) {
        if (outcome instanceof AgentOutcome.Saved saved) {
            return Future.succeededFuture(Reply.ok(Shapes.agent(saved.access())));
        }
        return Future.failedFuture(problem((AgentOutcome.Refused) outcome));
    }

    private static Problem problem(AgentOutcome.Refused refused) {
        return switch (refused.reason()) {
            case INVALID -> SessionRoutes.invalid(refused.problems());
            case EMAIL_TAKEN -> new Problem(409, "conflict", "another agent has this e-mail address");
            case UNKNOWN_AGENT -> Problem.notFound();
            case LAST_ADMIN -> new Problem(409, "conflict", "this is the last administrator");
        };
    }
}
