package tributary.gateway.identity.setup;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.gateway.identity.agent.AgentRule;
import tributary.gateway.identity.agent.AgentTable;
import tributary.gateway.identity.agent.AuditTable;
import tributary.gateway.identity.agent.Passwords;
import tributary.gateway.identity.agent.Role;
import tributary.gateway.identity.agent.Secrets;
import tributary.gateway.identity.session.AgentSessionTable;
import tributary.gateway.identity.session.ApiTokenTable;
import tributary.gateway.identity.session.LogIn.LoggedIn;
import tributary.gateway.identity.setup.Completion.Completed;
import tributary.gateway.identity.setup.Completion.Invalid;
import tributary.gateway.identity.setup.Completion.Refused;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/**
 * Makes the first administrator: from the configuration, or by whoever opens the one-time link that the start prints. A
 * token from the configuration acts as that administrator, who has no password until the link is used.
 *
 * <p>Futures end on the caller's context; they fail when the database does.
 */
public final class Setup {

    private static final Logger log = LoggerFactory.getLogger(Setup.class);

    private static final String TOKEN_NAME = "setup.api-token";
    private static final UUID TOKEN_ID = UUID.nameUUIDFromBytes(TOKEN_NAME.getBytes(StandardCharsets.UTF_8));
    private static final String ADMIN_NAME = "Admin";

    private final Database database;
    private final SetupTable table;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Secrets secrets;
    private final SetupConfig config;

    public Setup(
            Database database,
            SetupTable table,
            Accounts accounts,
            Passwords passwords,
            Secrets secrets,
            SetupConfig config) {
        this.database = database;
        this.table = table;
        this.accounts = accounts;
        this.passwords = passwords;
        this.secrets = secrets;
        this.config = config;
    }

    /**
     * To be called once at each start, after the migrations and before traffic.
     *
     * @return the secret of a new set-up link, good for 24 hours and once, if nobody can log in yet; links made by earlier
     *     starts, also of other nodes, are worthless from now on
     */
    public Future<Optional<String>> start() {
        return configuredPassword()
                .compose(hash -> database.transaction(transaction -> table.lock(transaction)
                        .compose(locked -> table.needed(transaction))
                        .compose(needed -> needed ? begin(transaction, hash) : finished(transaction))));
    }

    /** Whether nobody can log in yet. */
    public Future<Boolean> needed() {
        return table.needed();
    }

    /** Takes up the link: makes the first administrator and logs them in. Of two who try at once, one succeeds. */
    public Future<Completion> complete(String token, String email, String name, String password) {
        Map<String, String> problems = AgentRule.problems(email, name, password);
        if (!problems.isEmpty()) {
            return Future.succeededFuture(new Invalid(problems));
        }
        return Secrets.hash(token)
                .map(link -> complete(link, email.strip(), name.strip(), password))
                .orElseGet(() -> Future.succeededFuture(new Refused()));
    }

    // The link is looked at first, so that strangers cannot keep us busy with hashing.
    private Future<Completion> complete(Buffer link, String email, String name, String password) {
        return table.hasLink(link)
                .compose(valid -> valid
                        ? passwords
                                .hash(password)
                                .compose(hash -> database.transaction(
                                        transaction -> complete(transaction, link, email, name, hash)))
                        : Future.succeededFuture(new Refused()));
    }

    private Future<Completion> complete(
            Transaction transaction, Buffer link, String email, String name, String passwordHash) {
        return table.lock(transaction)
                .compose(locked -> table.needed(transaction))
                .compose(needed -> needed ? table.useLink(transaction, link) : Future.succeededFuture(false))
                .compose(used -> used
                        ? putAdmin(transaction, email, name, Optional.of(passwordHash))
                                .compose(admin -> logIn(transaction, admin))
                        : Future.succeededFuture(new Refused()));
    }

    private Future<Completion> logIn(Transaction transaction, UUID admin) {
        String secret = secrets.next();
        return accounts.sessions()
                .open(transaction, Secrets.hash(secret).orElseThrow(), admin)
                .compose(opened -> accounts.agents().read(transaction, admin))
                .map(access -> new Completed(new LoggedIn(access.orElseThrow(), secret)));
    }

    private Future<Optional<String>> configuredPassword() {
        return table.needed().compose(needed -> {
            Optional<String> password = config.password().filter(found -> needed);
            password.flatMap(Passwords::problem)
                    .ifPresent(problem -> log.atWarn().log("setup.admin-password is weak: {}", problem));
            return password.map(found -> passwords.hash(found).map(Optional::of))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty()));
        });
    }

    private Future<Optional<String>> begin(Transaction transaction, Optional<String> passwordHash) {
        if (passwordHash.isPresent()) {
            return putAdmin(transaction, config.emailOrDefault(), ADMIN_NAME, passwordHash)
                    .compose(admin -> finished(transaction));
        }
        String link = secrets.next();
        return adminForToken(transaction)
                .compose(made -> putToken(transaction))
                .compose(put ->
                        table.replaceLinks(transaction, Secrets.hash(link).orElseThrow()))
                .map(Optional.of(link));
    }

    private Future<Optional<String>> finished(Transaction transaction) {
        return table.clearLinks(transaction)
                .compose(cleared -> putToken(transaction))
                .map(Optional.empty());
    }

    /** A configured token needs somebody to act as, even before the link is used. */
    private Future<Void> adminForToken(Transaction transaction) {
        return config.token().isPresent()
                ? putAdmin(transaction, config.emailOrDefault(), ADMIN_NAME, Optional.empty())
                        .mapEmpty()
                : Future.succeededFuture();
    }

    private Future<Void> putToken(Transaction transaction) {
        return config.token()
                .flatMap(Secrets::hash)
                .map(hash -> accounts.tokens().putForFirstAdmin(transaction, TOKEN_ID, TOKEN_NAME, hash))
                .orElseGet(Future::succeededFuture);
    }

    private Future<UUID> putAdmin(Transaction transaction, String email, String name, Optional<String> passwordHash) {
        return table.adminWithoutPassword(transaction)
                .compose(found -> found.map(admin -> takeOver(transaction, admin, email, name, passwordHash))
                        .orElseGet(() -> insert(transaction, email, name, passwordHash)));
    }

    private Future<UUID> takeOver(
            Transaction transaction, UUID admin, String email, String name, Optional<String> passwordHash) {
        return passwordHash
                .map(hash -> table.completeAdmin(transaction, admin, email, name, hash)
                        .compose(done -> audit(transaction, "agent.updated", admin)))
                .orElseGet(Future::succeededFuture)
                .map(admin);
    }

    private Future<UUID> insert(Transaction transaction, String email, String name, Optional<String> passwordHash) {
        return accounts.agents()
                .insert(transaction, email, name, Role.ADMIN, passwordHash)
                .map(Optional::orElseThrow)
                .compose(admin -> audit(transaction, "agent.created", admin).map(admin));
    }

    private Future<Void> audit(Transaction transaction, String action, UUID admin) {
        return accounts.audit()
                .append(transaction, Optional.empty(), action, admin, new JsonObject().put("by", "setup"));
    }

    /** The tables that hold what set-up makes. */
    public record Accounts(AgentTable agents, AgentSessionTable sessions, ApiTokenTable tokens, AuditTable audit) {}
}
