package tributary.gateway.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import tributary.gateway.identity.agent.AgentTable;
import tributary.gateway.identity.agent.Agents;
import tributary.gateway.identity.agent.AuditTable;
import tributary.gateway.identity.agent.Passwords;
import tributary.gateway.identity.agent.Secrets;
import tributary.gateway.identity.session.AgentSessionTable;
import tributary.gateway.identity.session.ApiTokenTable;
import tributary.gateway.identity.session.ApiTokens;
import tributary.gateway.identity.session.Sessions;
import tributary.gateway.identity.session.WsTicketTable;
import tributary.gateway.identity.session.WsTickets;
import tributary.gateway.identity.setup.Setup;
import tributary.gateway.identity.setup.SetupConfig;
import tributary.gateway.identity.setup.SetupTable;
import tributary.gateway.platform.postgres.Database;

/** The parts of this package, put together over one database. All of them are shared by every event loop of the node. */
public record Identity(Agents agents, Sessions sessions, ApiTokens apiTokens, WsTickets wsTickets, Setup setup) {

    private static final String WORKERS = "tributary-passwords";

    /** Two log-ins at a time: about ten a second, and never more than 40 MiB. */
    private static final int HASHING_THREADS = 2;

    /** Puts the parts together; asks the database nothing. The hashing threads end with {@code vertx}. */
    public static Identity over(Vertx vertx, Database database, SetupConfig config, MeterRegistry metrics) {
        SecureRandom random = new SecureRandom();
        Ticker ticker = Ticker.systemTicker();
        Secrets secrets = new Secrets(random);
        Passwords passwords =
                new Passwords(vertx.createSharedWorkerExecutor(WORKERS, HASHING_THREADS), random, metrics);
        AuditTable audit = new AuditTable();
        AgentTable agents = new AgentTable(database);
        AgentSessionTable sessions = new AgentSessionTable(database, Sessions.IDLE, Sessions.LONGEST);
        ApiTokenTable tokens = new ApiTokenTable(database);
        WsTicketTable tickets = new WsTicketTable(database);
        Agents.LogInEnd logInEnd = (transaction, agent) ->
                sessions.closeAll(transaction, agent).compose(closed -> tickets.deleteAll(transaction, agent));
        return new Identity(
                new Agents(database, agents, audit, passwords, logInEnd),
                new Sessions(agents, sessions, passwords, secrets, metrics, ticker),
                new ApiTokens(database, tokens, audit, secrets, ticker),
                new WsTickets(tickets, secrets),
                new Setup(
                        database,
                        new SetupTable(database),
                        new Setup.Accounts(agents, sessions, tokens, audit),
                        passwords,
                        secrets,
                        config));
    }

    /** Deletes sessions and tickets that have ended by time; to be scheduled, every few minutes, on one node or all. */
    public Future<Void> sweep() {
        return Future.join(sessions.sweep(), wsTickets.sweep()).mapEmpty();
    }
}
