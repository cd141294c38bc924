package tributary.gateway.identity.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.identity.IdentityFixture.PASSWORD;
import static tributary.gateway.identity.IdentityFixture.SYSTEM;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.identity.IdentityFixture;
import tributary.gateway.identity.agent.AgentOutcome.Reason;
import tributary.gateway.identity.agent.AgentOutcome.Refused;
import tributary.gateway.identity.agent.AgentOutcome.Saved;
import tributary.gateway.platform.postgres.TestDatabase;

class AgentsIT {

    private static final AgentChange NOTHING =
            new AgentChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private IdentityFixture fixture;
    private Agents agents;

    @BeforeEach
    void empties() {
        fixture = IdentityFixture.fresh(DB);
        agents = fixture.identity.agents();
    }

    @Test
    void createsAnAgentWhoSeesTheInboxesGranted() {
        Access mei = fixture.agent("Mei@Example.com", Role.AGENT, "web");

        assertThat(mei.agent().email()).isEqualTo("Mei@Example.com");
        assertThat(mei.inboxes()).containsExactly("web");
        assertThat(await(agents.list())).containsExactly(mei);
        assertThat(await(agents.find(mei.agent().id()))).contains(mei);
        assertThat(await(agents.accessOf(mei.agent().id()))).contains(mei);
        assertThat(await(agents.find(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void refusesAnAddressThatIsTakenWhateverItsCase() {
        fixture.agent("mei@example.com", Role.AGENT);

        AgentOutcome outcome = await(
                agents.create(SYSTEM, new NewAgent("MEI@example.com", "Other", Role.AGENT, PASSWORD, Set.of("web"))));

        assertThat(outcome).isEqualTo(new Refused(Reason.EMAIL_TAKEN, Map.of()));
        assertThat(fixture.count("agent")).isEqualTo(1);
        assertThat(fixture.count("audit")).isEqualTo(1);
    }

    @Test
    void oneOfManyWhoTakeAnAddressAtOnceGetsIt() {
        NewAgent mei = new NewAgent("mei@example.com", "Mei", Role.AGENT, PASSWORD, Set.of());

        await(Future.all(
                Stream.generate(() -> agents.create(SYSTEM, mei)).limit(6).toList()));

        assertThat(fixture.count("agent")).isEqualTo(1);
    }

    @Test
    void refusesWhatIsInvalidAndNamesUnknownInboxes() {
        AgentOutcome unknown = await(agents.create(
                SYSTEM, new NewAgent("mei@example.com", "Mei", Role.AGENT, PASSWORD, Set.of("web", "fax"))));
        AgentOutcome invalid = await(agents.create(SYSTEM, new NewAgent("mei", "", Role.AGENT, "short", Set.of())));

        assertThat(unknown)
                .isEqualTo(new Refused(Reason.INVALID, Map.of("inboxes", "expected names of inboxes, found \"fax\"")));
        assertThat(((Refused) invalid).problems()).containsOnlyKeys("email", "name", "password");
        assertThat(fixture.count("agent")).isZero();
    }

    @Test
    void changesOnlyWhatIsGiven() {
        Access mei = fixture.agent("mei@example.com", Role.AGENT, "web");

        Access after = saved(change(mei, inboxes("support", "web")));

        assertThat(after.inboxes()).containsExactlyInAnyOrder("support", "web");
        assertThat(after.agent()).isEqualTo(mei.agent());
        assertThat(saved(change(mei, NOTHING))).isEqualTo(after);
        assertThat(saved(change(mei, inboxes())).inboxes()).isEmpty();
        assertThat(saved(change(mei, name(" Mei Li "))).agent().name()).isEqualTo("Mei Li");
    }

    @Test
    void anUnknownAgentCannotBeChanged() {
        assertThat(await(agents.update(SYSTEM, UUID.randomUUID(), name("Mei"))))
                .isEqualTo(new Refused(Reason.UNKNOWN_AGENT, Map.of()));
    }

    @Test
    void theLastActiveAdministratorStaysOne() {
        Access boss = fixture.agent("boss@example.com", Role.ADMIN);
        Access second = fixture.agent("second@example.com", Role.ADMIN);
        saved(change(second, active(false)));

        assertThat(change(boss, active(false))).isEqualTo(new Refused(Reason.LAST_ADMIN, Map.of()));
        assertThat(change(boss, role(Role.AGENT))).isEqualTo(new Refused(Reason.LAST_ADMIN, Map.of()));
        assertThat(saved(change(boss, name("Boss"))).agent().role()).isEqualTo(Role.ADMIN);
        assertThat(saved(change(second, role(Role.AGENT))).agent().active()).isFalse();
    }

    @Test
    void twoAdministratorsWhoDemoteEachOtherAtOnceLeaveOne() {
        Access one = fixture.agent("one@example.com", Role.ADMIN);
        Access two = fixture.agent("two@example.com", Role.ADMIN);

        await(Future.all(
                agents.update(SYSTEM, one.agent().id(), role(Role.AGENT)),
                agents.update(SYSTEM, two.agent().id(), role(Role.AGENT))));

        assertThat(fixture.count("agent where role = 'admin'")).isEqualTo(1);
    }

    @Test
    void aNewPasswordEndsAllLogIns() {
        Access mei = fixture.agent("mei@example.com", Role.AGENT);
        fixture.logIn("mei@example.com");
        await(fixture.identity.wsTickets().issue(mei.agent().id(), Optional.empty()));

        saved(change(mei, password("another horse")));

        assertThat(fixture.count("agent_session")).isZero();
        assertThat(fixture.count("ws_ticket")).isZero();
    }

    @Test
    void deactivationEndsAllLogInsAndTakesAllAccess() {
        Access mei = fixture.agent("mei@example.com", Role.SUPERVISOR);
        Access li = fixture.agent("li@example.com", Role.AGENT, "web");
        fixture.logIn("mei@example.com");

        saved(change(mei, active(false)));

        assertThat(fixture.count("agent_session")).isZero();
        assertThat(await(agents.accessOf(mei.agent().id()))).isEmpty();
        assertThat(await(agents.find(mei.agent().id()))).isPresent();
        assertThat(await(agents.accessOfAll(Set.of(mei.agent().id(), li.agent().id(), UUID.randomUUID()))))
                .isEqualTo(Map.of(li.agent().id(), li));
    }

    @Test
    void everyChangeLeavesALineWithoutSecrets() {
        Access boss = fixture.agent("boss@example.com", Role.ADMIN);
        Access mei = fixture.agent("mei@example.com", Role.AGENT);

        await(agents.update(Optional.of(boss.agent().id()), mei.agent().id(), password("another horse")));
        change(mei, NOTHING);

        assertThat(fixture.count("audit where action = 'agent.created' and actor_kind = 'system'"))
                .isEqualTo(2);
        assertThat(fixture.count("audit where action = 'agent.updated' and actor_kind = 'agent'"
                        + " and actor_id = '" + boss.agent().id() + "' and subject = '"
                        + mei.agent().id() + "' and data = '{\"changed\": [\"password\"]}'"))
                .isEqualTo(1);
        assertThat(fixture.count("audit")).isEqualTo(3);
        assertThat(fixture.count("audit where data::text like '%horse%' or data::text like '%argon%'"))
                .isZero();
    }

    @Test
    void aChangeCommitsWithWhatElseTheCallerDoes() {
        NewAgent mei = new NewAgent("mei@example.com", "Mei", Role.AGENT, PASSWORD, Set.of());

        Future<Object> failed = agents.creating(SYSTEM, mei)
                .compose(work -> DB.database()
                        .transaction(transaction -> work.apply(transaction)
                                .compose(created -> Future.failedFuture(new IllegalStateException("no")))));

        await(failed.otherwiseEmpty());
        assertThat(fixture.count("agent")).isZero();
        assertThat(fixture.count("audit")).isZero();
    }

    private AgentOutcome change(Access agent, AgentChange change) {
        return await(agents.update(SYSTEM, agent.agent().id(), change));
    }

    private static Access saved(AgentOutcome outcome) {
        assertThat(outcome).isInstanceOf(Saved.class);
        return ((Saved) outcome).access();
    }

    private static AgentChange name(String name) {
        return new AgentChange(
                Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static AgentChange role(Role role) {
        return new AgentChange(
                Optional.empty(), Optional.of(role), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static AgentChange password(String password) {
        return new AgentChange(
                Optional.empty(), Optional.empty(), Optional.of(password), Optional.empty(), Optional.empty());
    }

    private static AgentChange active(boolean active) {
        return new AgentChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(active), Optional.empty());
    }

    private static AgentChange inboxes(String... names) {
        return new AgentChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Set.of(names)));
    }
}
