package tributary.gateway.identity.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccessTest {

    @Test
    void anAgentSeesOnlyTheInboxesGranted() {
        Access access = access(Role.AGENT, true, "web");

        assertThat(access.maySee("web")).isTrue();
        assertThat(access.maySee("support")).isFalse();
        assertThat(access.visible()).contains(Set.of("web"));
        assertThat(access.maySeeQuarantine()).isFalse();
        assertThat(access.mayManageAgents()).isFalse();
        assertThat(access.mayListAgents()).isFalse();
    }

    @Test
    void aSupervisorSeesAllInboxesButManagesNobody() {
        Access access = access(Role.SUPERVISOR, true);

        assertThat(access.maySee("anything")).isTrue();
        assertThat(access.visible()).isEmpty();
        assertThat(access.maySeeQuarantine()).isTrue();
        assertThat(access.mayListAgents()).isTrue();
        assertThat(access.mayManageAgents()).isFalse();
    }

    @Test
    void anAdministratorMayDoEverything() {
        Access access = access(Role.ADMIN, true, "web");

        assertThat(access.maySee("support")).isTrue();
        assertThat(access.mayManageAgents()).isTrue();
        assertThat(access.maySeeQuarantine()).isTrue();
    }

    @Test
    void anInactiveAgentMayDoNothingWhateverTheRole() {
        for (Role role : Role.values()) {
            Access access = access(role, false, "web");

            assertThat(access.maySee("web")).isFalse();
            assertThat(access.visible()).contains(Set.of());
            assertThat(access.mayManageAgents()).isFalse();
            assertThat(access.mayListAgents()).isFalse();
            assertThat(access.maySeeQuarantine()).isFalse();
        }
    }

    @Test
    void rolesAreReadAsTheyAreWritten() {
        for (Role role : Role.values()) {
            assertThat(Role.of(role.wire())).contains(role);
        }
        assertThat(Role.of("ADMIN")).isEmpty();
        assertThat(Role.of("")).isEmpty();
    }

    private static Access access(Role role, boolean active, String... inboxes) {
        return new Access(new Agent(new UUID(0, 1), "mei@example.com", "Mei", role, active), Set.of(inboxes));
    }
}
