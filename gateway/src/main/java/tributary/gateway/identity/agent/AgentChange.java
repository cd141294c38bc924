package tributary.gateway.identity.agent;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What to change of an agent; what is empty stays as it is. */
public record AgentChange(
        Optional<String> name,
        Optional<Role> role,
        Optional<String> password,
        Optional<Boolean> active,
        Optional<Set<String>> inboxes) {

    public AgentChange {
        inboxes = inboxes.map(Set::copyOf);
    }

    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        name.flatMap(AgentRule::name).ifPresent(problem -> problems.put("name", problem));
        password.flatMap(Passwords::problem).ifPresent(problem -> problems.put("password", problem));
        return problems;
    }

    /** Whether an agent who is an active administrator would still be one. */
    boolean keepsAdmin() {
        return active.orElse(true) && role.map(wanted -> wanted == Role.ADMIN).orElse(true);
    }

    /** Whether everybody logged in as this agent must log in again. */
    boolean endsLogIns() {
        return password.isPresent() || !active.orElse(true);
    }

    /** For the audit: the names of what changes, and the new value where it is a right. */
    JsonObject audited(Access before) {
        JsonObject data = new JsonObject();
        JsonArray changed = new JsonArray();
        name.filter(wanted -> !wanted.strip().equals(before.agent().name())).ifPresent(wanted -> changed.add("name"));
        password.ifPresent(wanted -> changed.add("password"));
        role.filter(wanted -> wanted != before.agent().role()).ifPresent(wanted -> {
            changed.add("role");
            data.put("role", wanted.wire());
        });
        active.filter(wanted -> wanted != before.agent().active()).ifPresent(wanted -> {
            changed.add("active");
            data.put("active", wanted);
        });
        inboxes.filter(wanted -> !wanted.equals(before.inboxes())).ifPresent(wanted -> {
            changed.add("inboxes");
            data.put("inboxes", new JsonArray(wanted.stream().sorted().toList()));
        });
        return data.put("changed", changed);
    }

    @Override
    public String toString() {
        return "AgentChange[role=" + role + ", active=" + active + ']';
    }
}
