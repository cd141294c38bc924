package tributary.gateway.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.identity.IdentityFixture.PASSWORD;
import static tributary.gateway.identity.IdentityFixture.PEER;
import static tributary.gateway.identity.IdentityFixture.SYSTEM;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.identity.IdentityFixture;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.AgentChange;
import tributary.gateway.identity.agent.Role;
import tributary.gateway.identity.agent.Secrets;
import tributary.gateway.identity.session.LogIn.LoggedIn;
import tributary.gateway.identity.session.LogIn.Refused;
import tributary.gateway.identity.session.LogIn.Throttled;
import tributary.gateway.platform.postgres.TestDatabase;

class SessionsIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private IdentityFixture fixture;
    private Sessions sessions;
    private Access mei;

    @BeforeEach
    void empties() {
        fixture = IdentityFixture.fresh(DB);
        sessions = fixture.identity.sessions();
        mei = fixture.agent("mei@example.com", Role.AGENT, "web");
    }

    @Test
    void aRightPasswordOpensASessionWithASecretOfItsOwn() {
        LoggedIn first = fixture.logIn(" MEI@example.com ");
        LoggedIn second = fixture.logIn("mei@example.com");

        assertThat(first.access()).isEqualTo(mei);
        assertThat(first.secret()).hasSize(43).isNotEqualTo(second.secret());
        assertThat(await(sessions.authenticate(first.secret()))).contains(mei);
        assertThat(await(sessions.authenticate(second.secret()))).contains(mei);
        assertThat(logins("accepted")).isEqualTo(2);
    }

    @Test
    void whatAnAgentMaySeeIsAskedAnewEachTime() {
        LoggedIn loggedIn = fixture.logIn("mei@example.com");
        assertThat(await(sessions.authenticate(loggedIn.secret()))).contains(mei);

        DB.run("delete from inbox_access");

        assertThat(await(sessions.authenticate(loggedIn.secret())).orElseThrow().inboxes())
                .isEmpty();
    }

    @Test
    void theDatabaseKnowsOnlyTheHash() {
        LoggedIn loggedIn = fixture.logIn("mei@example.com");

        Object stored = DB.value("select token_hash from agent_session");

        assertThat(stored).isEqualTo(Secrets.hash(loggedIn.secret()).orElseThrow());
        assertThat(stored).isNotEqualTo(Buffer.buffer(loggedIn.secret()));
        assertThat(loggedIn.toString()).doesNotContain(loggedIn.secret());
    }

    @Test
    void refusesAllFailuresAlike() {
        fixture.agent("gone@example.com", Role.AGENT);
        DB.run("update agent set active = false where email = 'gone@example.com'");
        fixture.agent("nopass@example.com", Role.AGENT);
        DB.run("update agent set password = null where email = 'nopass@example.com'");

        for (String email :
                new String[] {"nobody@example.com", "gone@example.com", "nopass@example.com", "", "a\0@b"}) {
            assertThat(await(sessions.logIn(email, PASSWORD, Optional.empty()))).isEqualTo(new Refused());
        }
        assertThat(await(sessions.logIn("mei@example.com", "wrong horse!", PEER)))
                .isEqualTo(new Refused());
        assertThat(await(sessions.logIn("mei@example.com", "", PEER))).isEqualTo(new Refused());
        assertThat(logins("refused")).isEqualTo(7);
        assertThat(fixture.count("agent_session")).isZero();
    }

    @Test
    void slowsDownGuessesForKnownAndUnknownAddressesAlike() {
        for (String email : new String[] {"mei@example.com", "nobody@example.com"}) {
            for (int i = 0; i < 5; i++) {
                assertThat(await(sessions.logIn(email, "wrong horse!", Optional.empty())))
                        .isEqualTo(new Refused());
            }

            LogIn sixth = await(sessions.logIn(email, PASSWORD, Optional.empty()));

            assertThat(sixth).isInstanceOf(Throttled.class);
            assertThat(((Throttled) sixth).retryAfter()).isBetween(Duration.ZERO, Duration.ofSeconds(1));
        }
        assertThat(logins("throttled")).isEqualTo(2);
    }

    @Test
    void logOutEndsOneSessionAndLogOutEverywhereAll() {
        LoggedIn first = fixture.logIn("mei@example.com");
        LoggedIn second = fixture.logIn("mei@example.com");
        LoggedIn third = fixture.logIn("mei@example.com");
        await(sessions.authenticate(first.secret()));
        await(sessions.authenticate(second.secret()));

        await(sessions.logOut(first.secret()));
        assertThat(await(sessions.authenticate(first.secret()))).isEmpty();
        assertThat(await(sessions.authenticate(second.secret()))).isPresent();

        await(sessions.logOutEverywhere(mei.agent().id()));
        assertThat(await(sessions.authenticate(second.secret()))).isEmpty();
        assertThat(await(sessions.authenticate(third.secret()))).isEmpty();
    }

    @Test
    void emptyAndUnknownSecretsStandForNobody() {
        fixture.logIn("mei@example.com");

        assertThat(await(sessions.authenticate(""))).isEmpty();
        assertThat(await(sessions.authenticate(" "))).isEmpty();
        assertThat(await(sessions.authenticate("x".repeat(43)))).isEmpty();
        await(sessions.logOut(""));
        await(sessions.logOut("unknown"));
        assertThat(fixture.count("agent_session")).isEqualTo(1);
    }

    @Test
    void aSessionEndsAfterTwoIdleWeeksAndAfterAMonth() {
        LoggedIn idle = fixture.logIn("mei@example.com");
        DB.run("update agent_session set seen_at = now() - interval '14 days 1 second'");
        LoggedIn old = fixture.logIn("mei@example.com");
        DB.run("update agent_session set created_at = now() - interval '30 days 1 second'"
                + " where seen_at > now() - interval '1 hour'");
        LoggedIn live = fixture.logIn("mei@example.com");
        DB.run("update agent_session set seen_at = now() - interval '13 days', created_at = now() - interval '29 days'"
                + " where created_at > now() - interval '1 hour' and seen_at > now() - interval '1 hour'");

        assertThat(await(sessions.authenticate(idle.secret()))).isEmpty();
        assertThat(await(sessions.authenticate(old.secret()))).isEmpty();
        assertThat(await(sessions.authenticate(live.secret()))).contains(mei);
        assertThat(await(sessions.sweep())).isEqualTo(2);
        assertThat(fixture.count("agent_session")).isEqualTo(1);
    }

    @Test
    void useKeepsASessionAliveAndIsNotedOnceAMinute() {
        LoggedIn loggedIn = fixture.logIn("mei@example.com");
        DB.run("update agent_session set seen_at = now() - interval '50 seconds'");
        Object before = DB.value("select seen_at from agent_session");

        await(IdentityFixture.node(DB).identity.sessions().authenticate(loggedIn.secret()));
        assertThat(DB.value("select seen_at from agent_session")).isEqualTo(before);

        DB.run("update agent_session set seen_at = now() - interval '13 days'");
        await(IdentityFixture.node(DB).identity.sessions().authenticate(loggedIn.secret()));
        assertThat(DB.value("select seen_at > now() - interval '1 minute' from agent_session"))
                .isEqualTo(true);
    }

    @Test
    void whatAnotherNodeTookAwayIsFeltWithinFiveSeconds() {
        LoggedIn loggedIn = fixture.logIn("mei@example.com");
        assertThat(await(sessions.authenticate(loggedIn.secret()))).contains(mei);
        AgentChange inactive = new AgentChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty());
        await(IdentityFixture.node(DB)
                .identity
                .agents()
                .update(SYSTEM, mei.agent().id(), inactive));

        Instant deadline = Instant.now().plusSeconds(5);
        while (await(sessions.authenticate(loggedIn.secret())).isPresent()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void renewsAHashOfOldParametersAtLogIn() {
        Argon2Function weaker = Argon2Function.getInstance(1024, 1, 1, 32, Argon2.ID);
        String old = weaker.hash(PASSWORD, "0123456789abcdef").getResult();
        DB.run("update agent set password = '" + old + "'");

        fixture.logIn("mei@example.com");

        Instant deadline = Instant.now().plusSeconds(10);
        while (!DB.value("select password from agent").toString().contains("m=19456,t=2,p=1")) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
        fixture.logIn("mei@example.com");
    }

    @Test
    void aLogInWithThePasswordThatIsBeingChangedIsRefused() {
        Future<LogIn> logIn = await(DB.database()
                .transaction(change -> change.execute(
                                "update agent set password = 'changed' where id = $1",
                                Tuple.of(mei.agent().id()))
                        .map(changed -> sessions.logIn("mei@example.com", PASSWORD, PEER))
                        .compose(begun -> waitsForALock(2000).map(begun))));

        assertThat(await(logIn)).isEqualTo(new Refused());
        assertThat(fixture.count("agent_session")).isZero();
    }

    /** At most for {@code tries} questions. */
    private static Future<Void> waitsForALock(int tries) {
        assertThat(tries).isPositive();
        return DB.pool()
                .query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .execute()
                .compose(rows -> rows.size() > 0 ? Future.succeededFuture() : waitsForALock(tries - 1));
    }

    private double logins(String outcome) {
        return fixture.metrics
                .counter(Sessions.LOGINS_TOTAL, "outcome", outcome)
                .count();
    }
}
