package tributary.gateway.push;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import tributary.gateway.platform.redis.SharedState;

/**
 * Which agents are connected, on any node: what the nodes say on the bus, and what they wrote to the shared state, so that
 * either may be away. Touched on one context only.
 */
final class Presence {

    private static final String GROUP = "presence";
    private static final Duration LIFE = Duration.ofSeconds(10);

    private final Signals others;
    private final String node;
    private final SharedState shared;
    private Set<UUID> before = Set.of();

    Presence(Signals others, String node, SharedState shared) {
        this.others = others;
        this.node = node;
        this.shared = shared;
    }

    /**
     * Says who is connected here; to be called again every few seconds.
     *
     * @return them and those on other nodes; never fails
     */
    Future<Set<UUID>> everywhere(Set<UUID> here) {
        others.publish(here);
        Set<UUID> all = new HashSet<>(here);
        all.addAll(others.agents());
        before.stream().filter(gone -> !here.contains(gone)).forEach(gone -> shared.leave(GROUP, member(gone)));
        here.forEach(agent -> shared.join(GROUP, member(agent), LIFE));
        before = here;
        return shared.members(GROUP)
                .map(members -> {
                    members.stream()
                            .filter(member -> !member.endsWith(' ' + node))
                            .forEach(member -> all.add(agent(member)));
                    return all;
                })
                .otherwise(all);
    }

    private String member(UUID agent) {
        return agent + " " + node;
    }

    private static UUID agent(String member) {
        return UUID.fromString(member.substring(0, member.indexOf(' ')));
    }
}
