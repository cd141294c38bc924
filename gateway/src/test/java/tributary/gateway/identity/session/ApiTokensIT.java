package tributary.gateway.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.identity.IdentityFixture;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.Role;
import tributary.gateway.platform.postgres.TestDatabase;

class ApiTokensIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private IdentityFixture fixture;
    private ApiTokens tokens;
    private Access mei;
    private UUID id;

    @BeforeEach
    void empties() {
        fixture = IdentityFixture.fresh(DB);
        tokens = fixture.identity.apiTokens();
        mei = fixture.agent("mei@example.com", Role.AGENT, "web");
        id = mei.agent().id();
    }

    @Test
    void aTokenActsAsItsAgentAndIsShownOnce() {
        ApiTokens.Created created = await(tokens.create(id, " robot "));

        assertThat(created.token()).matches("trb_[A-Za-z0-9_-]{43}");
        assertThat(created.toString()).doesNotContain(created.token());
        assertThat(await(tokens.authenticate(created.token()))).contains(mei);
        assertThat(await(tokens.list(id))).singleElement().satisfies(listed -> {
            assertThat(listed.id()).isEqualTo(created.id());
            assertThat(listed.name()).isEqualTo("robot");
            assertThat(listed.lastUsedAt()).isPresent();
        });
        assertThat(fixture.count("audit where action = 'api-token.created' and actor_id = '" + id + "'"))
                .isEqualTo(1);
    }

    @Test
    void aTokenNeverUsedSaysSo() {
        await(tokens.create(id, "robot"));

        assertThat(await(tokens.list(id)).get(0).lastUsedAt()).isEmpty();
    }

    @Test
    void onlyTheOwnerRevokesAToken() {
        Access li = fixture.agent("li@example.com", Role.ADMIN);
        ApiTokens.Created created = await(tokens.create(id, "robot"));
        await(tokens.authenticate(created.token()));

        assertThat(await(tokens.revoke(li.agent().id(), created.id()))).isFalse();
        assertThat(await(tokens.authenticate(created.token()))).contains(mei);
        assertThat(await(tokens.list(li.agent().id()))).isEmpty();

        assertThat(await(tokens.revoke(id, created.id()))).isTrue();
        assertThat(await(tokens.authenticate(created.token()))).isEmpty();
        assertThat(await(tokens.revoke(id, created.id()))).isFalse();
        assertThat(fixture.count("audit where action = 'api-token.revoked'")).isEqualTo(1);
    }

    @Test
    void theTokenOfAnInactiveAgentIsWorthless() {
        ApiTokens.Created created = await(tokens.create(id, "robot"));
        DB.run("update agent set active = false");

        assertThat(await(tokens.authenticate(created.token()))).isEmpty();
    }

    @Test
    void emptyAndUnknownTokensStandForNobody() {
        assertThat(await(tokens.authenticate(""))).isEmpty();
        assertThat(await(tokens.authenticate("trb_"))).isEmpty();
        assertThat(await(tokens.authenticate("trb_" + "x".repeat(43)))).isEmpty();
    }
}
