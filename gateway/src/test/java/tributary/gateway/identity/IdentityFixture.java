package tributary.gateway.identity;

import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tributary.config.Secret;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.AgentOutcome;
import tributary.gateway.identity.agent.NewAgent;
import tributary.gateway.identity.agent.Role;
import tributary.gateway.identity.session.LogIn;
import tributary.gateway.identity.setup.SetupConfig;
import tributary.gateway.platform.postgres.TestDatabase;

/** A node's identity over an emptied database with the inboxes {@code web} and {@code support}. */
public final class IdentityFixture {

    public static final String PASSWORD = "correct horse";
    public static final Optional<UUID> SYSTEM = Optional.empty();
    public static final Optional<String> PEER = Optional.of("203.0.113.7");

    private final TestDatabase db;
    public final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    public final Identity identity;

    private IdentityFixture(TestDatabase db, SetupConfig config) {
        this.db = db;
        this.identity = Identity.over(db.vertx(), db.database(), config, metrics);
    }

    /** Empties the database first. */
    public static IdentityFixture fresh(TestDatabase db) {
        db.run("truncate agent, setup_link, audit, inbox cascade;"
                + "insert into inbox (id, name, channel, connector, one_open) values"
                + " (gen_random_uuid(), 'web', 'livechat', 'livechat', true),"
                + " (gen_random_uuid(), 'support', 'email', 'email', false)");
        return node(db);
    }

    /** One more node over the same database: nothing is cached in it. */
    public static IdentityFixture node(TestDatabase db) {
        return node(db, "", "");
    }

    /** One more node, configured. */
    public static IdentityFixture node(TestDatabase db, String adminPassword, String apiToken) {
        return new IdentityFixture(
                db,
                new SetupConfig(
                        Optional.of("boss@example.com"),
                        Optional.of(new Secret(adminPassword)),
                        Optional.of(new Secret(apiToken))));
    }

    public Access agent(String email, Role role, String... inboxes) {
        NewAgent agent = new NewAgent(email, "Mei", role, PASSWORD, Set.of(inboxes));
        AgentOutcome outcome = await(identity.agents().create(SYSTEM, agent));
        return ((AgentOutcome.Saved) outcome).access();
    }

    public LogIn.LoggedIn logIn(String email) {
        return (LogIn.LoggedIn) await(identity.sessions().logIn(email, PASSWORD, PEER));
    }

    /** How often something is in the database. */
    public long count(String what) {
        return (Long) db.value("select count(*) from " + what);
    }
}
