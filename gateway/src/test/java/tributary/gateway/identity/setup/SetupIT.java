package tributary.gateway.identity.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.identity.IdentityFixture.PASSWORD;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.identity.Identity;
import tributary.gateway.identity.IdentityFixture;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.Role;
import tributary.gateway.identity.setup.Completion.Completed;
import tributary.gateway.identity.setup.Completion.Invalid;
import tributary.gateway.identity.setup.Completion.Refused;
import tributary.gateway.platform.postgres.TestDatabase;

class SetupIT {

    private static final String TOKEN = "a token an operator chose";

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private IdentityFixture fixture;

    @BeforeEach
    void empties() {
        fixture = IdentityFixture.fresh(DB);
    }

    @Test
    void aConfiguredPasswordMakesTheAdministratorAndNoLink() {
        Identity identity = node(PASSWORD, "");

        assertThat(await(identity.setup().needed())).isTrue();
        assertThat(await(identity.setup().start())).isEmpty();

        assertThat(await(identity.setup().needed())).isFalse();
        Access boss = fixture.logIn("boss@example.com").access();
        assertThat(boss.mayManageAgents()).isTrue();
        assertThat(fixture.count("setup_link")).isZero();
        assertThat(fixture.count("audit where action = 'agent.created' and actor_kind = 'system'"))
                .isEqualTo(1);
    }

    @Test
    void theConfiguredPasswordCountsOnTheFirstStartOnly() {
        await(node(PASSWORD, "").setup().start());

        assertThat(await(node("quite another horse", "").setup().start())).isEmpty();

        fixture.logIn("boss@example.com");
        assertThat(fixture.count("agent")).isEqualTo(1);
    }

    @Test
    void nodesThatStartTogetherMakeOneAdministrator() {
        List<Future<Optional<String>>> starts = Stream.generate(
                        () -> node(PASSWORD, TOKEN).setup().start())
                .limit(4)
                .toList();

        await(Future.all(starts));

        assertThat(fixture.count("agent")).isEqualTo(1);
        assertThat(fixture.count("api_token")).isEqualTo(1);
    }

    @Test
    void withoutAPasswordTheLinkMakesTheAdministratorOnce() {
        Setup setup = node("", "").setup();
        String link = await(setup.start()).orElseThrow();

        Completion completion = await(setup.complete(link, " mei@example.com", "Mei ", PASSWORD));

        assertThat(completion).isInstanceOf(Completed.class);
        var loggedIn = ((Completed) completion).loggedIn();
        assertThat(loggedIn.access().agent().email()).isEqualTo("mei@example.com");
        assertThat(loggedIn.access().mayManageAgents()).isTrue();
        assertThat(await(fixture.identity.sessions().authenticate(loggedIn.secret())))
                .contains(loggedIn.access());
        assertThat(await(setup.needed())).isFalse();
        assertThat(await(setup.complete(link, "li@example.com", "Li", PASSWORD)))
                .isEqualTo(new Refused());
        assertThat(await(node("", "").setup().start())).isEmpty();
    }

    @Test
    void ofManyWhoUseTheLinkAtOnceOneSucceeds() {
        Setup setup = node("", "").setup();
        String link = await(setup.start()).orElseThrow();

        List<Future<Completion>> attempts = Stream.iterate(0, n -> n + 1)
                .limit(4)
                .map(n -> setup.complete(link, "mei" + n + "@example.com", "Mei", PASSWORD))
                .toList();

        await(Future.all(attempts));
        assertThat(attempts.stream().filter(attempt -> attempt.result() instanceof Completed))
                .hasSize(1);
        assertThat(fixture.count("agent")).isEqualTo(1);
    }

    @Test
    void aNewStartMakesANewLinkAndTheOldOneWorthless() {
        String old = await(node("", "").setup().start()).orElseThrow();
        Setup setup = node("", "").setup();
        String link = await(setup.start()).orElseThrow();

        assertThat(await(setup.complete(old, "mei@example.com", "Mei", PASSWORD)))
                .isEqualTo(new Refused());
        assertThat(await(setup.complete(link, "mei@example.com", "Mei", PASSWORD)))
                .isInstanceOf(Completed.class);
    }

    @Test
    void aLinkIsWorthlessAfterADayAndOnceThereIsAnAgent() {
        Setup setup = node("", "").setup();
        String link = await(setup.start()).orElseThrow();
        DB.run("update setup_link set expires_at = now()");
        assertThat(await(setup.complete(link, "mei@example.com", "Mei", PASSWORD)))
                .isEqualTo(new Refused());

        String fresh = await(setup.start()).orElseThrow();
        fixture.agent("li@example.com", Role.ADMIN);

        assertThat(await(setup.complete(fresh, "mei@example.com", "Mei", PASSWORD)))
                .isEqualTo(new Refused());
        assertThat(await(setup.complete("", "mei@example.com", "Mei", PASSWORD)))
                .isEqualTo(new Refused());
    }

    @Test
    void wrongAnswersLeaveTheLinkGood() {
        Setup setup = node("", "").setup();
        String link = await(setup.start()).orElseThrow();

        assertThat(await(setup.complete(link, "mei@example.com", "Mei", "short")))
                .isEqualTo(new Invalid(Map.of("password", "expected 10 to 1000 characters, found 5")));
        assertThat(await(setup.complete(link, "mei@example.com", "Mei", PASSWORD)))
                .isInstanceOf(Completed.class);
    }

    @Test
    void aConfiguredTokenActsAsTheAdministrator() {
        Identity identity = node(PASSWORD, TOKEN);
        await(identity.setup().start());

        Access access = await(identity.apiTokens().authenticate(TOKEN)).orElseThrow();

        assertThat(access.agent().email()).isEqualTo("boss@example.com");
        assertThat(access.mayManageAgents()).isTrue();
    }

    @Test
    void aChangedTokenReplacesTheOldOne() {
        await(node(PASSWORD, TOKEN).setup().start());
        Identity identity = node(PASSWORD, "another token");
        await(identity.setup().start());

        assertThat(await(identity.apiTokens().authenticate(TOKEN))).isEmpty();
        assertThat(await(identity.apiTokens().authenticate("another token"))).isPresent();
    }

    @Test
    void aTokenWithoutAPasswordWorksBeforeAndAfterTheLinkIsUsed() {
        Identity identity = node("", TOKEN);
        String link = await(identity.setup().start()).orElseThrow();
        assertThat(await(identity.apiTokens().authenticate(TOKEN))).isPresent();
        assertThat(await(identity.setup().needed())).isTrue();

        await(identity.setup().complete(link, "mei@example.com", "Mei", PASSWORD));

        Access access = await(node("", TOKEN).apiTokens().authenticate(TOKEN)).orElseThrow();
        assertThat(access.agent().email()).isEqualTo("mei@example.com");
        assertThat(fixture.count("agent")).isEqualTo(1);
    }

    private static Identity node(String adminPassword, String apiToken) {
        return IdentityFixture.node(DB, adminPassword, apiToken).identity;
    }
}
