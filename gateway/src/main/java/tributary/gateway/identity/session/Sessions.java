package tributary.gateway.identity.session;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.AgentRule;
import tributary.gateway.identity.agent.AgentTable;
import tributary.gateway.identity.agent.AgentTable.Credentials;
import tributary.gateway.identity.agent.Passwords;
import tributary.gateway.identity.agent.Passwords.Verdict;
import tributary.gateway.identity.agent.Secrets;
import tributary.gateway.identity.session.LogIn.LoggedIn;
import tributary.gateway.identity.session.LogIn.Refused;
import tributary.gateway.identity.session.LogIn.Throttled;

/**
 * Agents' log-ins. Each one gets a new secret of its own, so that nobody can make an agent use a session known before. A
 * session ends {@link #IDLE} after its last use (noted to the minute), {@link #LONGEST} after its begin, at log-out, and
 * with every other one of the agent when the password changes or the agent is deactivated.
 *
 * <p>Futures end on the caller's context; they fail when the database does, and with
 * {@link tributary.connector.UnavailableException} when too many passwords wait to be checked.
 */
public final class Sessions {

    /** Log-ins by {@code outcome}: {@code accepted}, {@code refused}, {@code throttled}, {@code failed}. */
    public static final String LOGINS_TOTAL = "tributary_logins_total";

    /** How long a session lives without being used. */
    public static final Duration IDLE = Duration.ofDays(14);

    /** How long a session lives at most; a cookie need not live longer. */
    public static final Duration LONGEST = Duration.ofDays(30);

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final AgentTable agents;
    private final AgentSessionTable table;
    private final Passwords passwords;
    private final Secrets secrets;
    private final MeterRegistry metrics;
    private final LogInThrottle throttle;

    public Sessions(
            AgentTable agents,
            AgentSessionTable table,
            Passwords passwords,
            Secrets secrets,
            MeterRegistry metrics,
            Ticker ticker) {
        this.agents = agents;
        this.table = table;
        this.passwords = passwords;
        this.secrets = secrets;
        this.metrics = metrics;
        this.throttle = new LogInThrottle(ticker);
    }

    /**
     * Checks a password and opens a session. Takes as long for an unknown address as for a wrong password.
     *
     * @param peer what counts as one peer for slowing down guesses, or empty for one that is not counted
     */
    public Future<LogIn> logIn(String email, String password, Optional<String> peer) {
        String address = AgentRule.comparable(email);
        Optional<Duration> wait = throttle.attempt(address, peer);
        if (wait.isPresent()) {
            count("throttled");
            return Future.succeededFuture(new Throttled(wait.get()));
        }
        return credentials(address)
                .compose(found -> verify(found, password))
                .onSuccess(outcome -> settle(outcome, address, peer))
                .onFailure(failure -> {
                    throttle.abandoned(address, peer);
                    count("failed");
                });
    }

    /**
     * Whom a session's secret stands for, asked anew each time: a page that was told to look must not be shown what its agent
     * might see a second ago. Empty if it stands for nobody, or no longer.
     */
    public Future<Optional<Access>> authenticate(String secret) {
        return Secrets.hash(secret).map(table::access).orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /** Ends one session; an unknown secret is no failure. */
    public Future<Void> logOut(String secret) {
        return Secrets.hash(secret).map(table::close).orElseGet(Future::succeededFuture);
    }

    /** Ends all sessions of an agent. */
    public Future<Void> logOutEverywhere(UUID agent) {
        return table.closeAll(agent);
    }

    /** Those of these sessions that are not over, by the names in {@link SocketAccess}. */
    public Future<Set<Buffer>> stillOpen(Collection<Buffer> sessions) {
        return sessions.isEmpty() ? Future.succeededFuture(Set.of()) : table.stillOpen(sessions);
    }

    /** Deletes sessions that have ended by time; to be called now and then. */
    public Future<Integer> sweep() {
        return table.sweep();
    }

    /** An address that cannot be one, such as with a null character in it, is not asked for. */
    private Future<Optional<Credentials>> credentials(String address) {
        return AgentRule.email(address).isPresent()
                ? Future.succeededFuture(Optional.empty())
                : agents.credentials(address);
    }

    private Future<LogIn> verify(Optional<Credentials> found, String password) {
        return passwords
                .verify(password, found.flatMap(Credentials::passwordHash))
                .compose(verdict -> verdict == Verdict.DIFFERS
                        ? Future.succeededFuture(new Refused())
                        : open(found.orElseThrow(), password, verdict));
    }

    private Future<LogIn> open(Credentials credentials, String password, Verdict verdict) {
        String secret = secrets.next();
        Buffer hash = Secrets.hash(secret).orElseThrow();
        UUID agent = credentials.access().agent().id();
        String verified = credentials.passwordHash().orElseThrow();
        return table.open(hash, agent, verified).map(opened -> {
            if (opened && verdict == Verdict.MATCHES_OUTDATED) {
                renew(agent, verified, password);
            }
            return opened ? new LoggedIn(credentials.access(), secret) : new Refused();
        });
    }

    /** The agent need not wait for this, and may log in without it. */
    private void renew(UUID agent, String oldHash, String password) {
        passwords
                .hash(password)
                .compose(newHash -> agents.replacePassword(agent, oldHash, newHash))
                .onFailure(failure -> log.atWarn()
                        .addKeyValue("agent", agent)
                        .setCause(failure)
                        .log("A password could not be hashed anew"));
    }

    private void settle(LogIn outcome, String address, Optional<String> peer) {
        if (outcome instanceof LoggedIn) {
            throttle.succeeded(address, peer);
            count("accepted");
        } else {
            throttle.failed(address, peer);
            count("refused");
        }
    }

    private void count(String outcome) {
        metrics.counter(LOGINS_TOTAL, "outcome", outcome).increment();
    }
}
