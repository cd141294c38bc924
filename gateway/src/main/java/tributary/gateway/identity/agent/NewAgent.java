package tributary.gateway.identity.agent;

import java.util.Map;
import java.util.Set;

/** An agent to be created. */
public record NewAgent(String email, String name, Role role, String password, Set<String> inboxes) {
    public NewAgent {
        email = email.strip();
        name = name.strip();
        inboxes = Set.copyOf(inboxes);
    }

    Map<String, String> problems() {
        return AgentRule.problems(email, name, password);
    }

    @Override
    public String toString() {
        return "NewAgent[role=" + role + ']';
    }
}
