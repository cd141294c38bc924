package tributary.gateway.platform.postgres;

import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import tributary.gateway.platform.postgres.embedded.EmbeddedPostgres;

/**
 * The database server of this node, its own or one given by URI, and the two ways to it: the reactive pool for
 * everything, and JDBC for what only JDBC can (migrations, backup, restore).
 *
 * <p>{@link #open} and {@link #stop} block. {@link #pool} and {@link #dataSource} only describe; nothing connects.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Set<SslMode> VERIFIED = EnumSet.of(SslMode.VERIFY_CA, SslMode.VERIFY_FULL);
    private static final int PIPELINING_LIMIT = 256;
    private static final int LONGEST_WAIT_QUEUE = 10_000;

    private final PgConnectOptions address;
    private final int poolSize;
    private final @Nullable EmbeddedPostgres own;

    private PostgresServer(PgConnectOptions address, int poolSize, @Nullable EmbeddedPostgres own) {
        this.address = address;
        this.poolSize = poolSize;
        this.own = own;
    }

    /**
     * The server of the configuration; the embedded one is started.
     *
     * @throws EmbeddedPostgres.InUseException when another node holds the data directory
     * @throws EmbeddedPostgres.StartException when the embedded server cannot run
     */
    public static PostgresServer open(PostgresConfig config, Path dataDir) {
        return config.embedded() ? of(EmbeddedPostgres.start(dataDir), config.poolSize()) : external(config);
    }

    /** The server that a running node uses, or that {@link #open} would give: for a backup beside a node. */
    public static PostgresServer openOrJoin(PostgresConfig config, Path dataDir) {
        try {
            return open(config, dataDir);
        } catch (EmbeddedPostgres.InUseException e) {
            Optional<Path> socket = EmbeddedPostgres.running(dataDir);
            return new PostgresServer(embedded(socket.orElseThrow(() -> e)), config.poolSize(), null);
        }
    }

    /** Takes over a started embedded server; {@link #stop} stops it. */
    public static PostgresServer of(EmbeddedPostgres own, int poolSize) {
        return new PostgresServer(embedded(own.socketFolder()), poolSize, own);
    }

    /** Another database of the same server. */
    public PostgresServer database(String name) {
        return new PostgresServer(new PgConnectOptions(address).setDatabase(name), poolSize, null);
    }

    /**
     * A pool whose sessions give up soon: a paused node must not freeze an inbox for the others. Through a Unix socket it
     * needs a Vertx made with {@code setPreferNativeTransport(true)}.
     */
    public Pool pool(Vertx vertx) {
        PoolOptions size = new PoolOptions()
                .setMaxSize(poolSize)
                .setMaxWaitQueueSize(LONGEST_WAIT_QUEUE)
                .setName("postgres");
        return PgBuilder.pool()
                .with(size)
                .connectingTo(connectOptions())
                .using(vertx)
                .build();
    }

    /** How each connection of the pool is made. */
    public PgConnectOptions connectOptions() {
        PgConnectOptions options = new PgConnectOptions(address);
        options.setPipeliningLimit(PIPELINING_LIMIT);
        options.setCachePreparedStatements(true);
        options.addProperty("application_name", "tributary");
        options.addProperty("idle_in_transaction_session_timeout", "2s");
        options.addProperty("lock_timeout", "5s");
        // Law 1, whatever the server's own setting: what is acknowledged is on disk.
        options.addProperty("synchronous_commit", "on");
        // A plan is made once and kept: planning costs more than running. Without sequential scans a plan that was made
        // for an empty table stays right when the table has grown.
        options.addProperty("plan_cache_mode", "force_generic_plan");
        options.addProperty("enable_seqscan", "off");
        // A statement that hangs must not hold the journal or a lane for ever.
        options.addProperty("statement_timeout", "30s");
        return options;
    }

    /**
     * Blocking connections without those limits. Over the Unix socket by junixsocket, the way pgjdbc's own documentation
     * names: pgjdbc wants a {@code java.net.Socket} with timeouts, which the JDK's Unix channels are not.
     *
     * @param purpose shown by the server as the application's name, after "tributary"
     */
    public DataSource dataSource(String purpose) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setDatabaseName(address.getDatabase());
        source.setUser(address.getUser());
        source.setPassword(address.getPassword());
        source.setApplicationName("tributary " + purpose);
        if (address.isUsingDomainSocket()) {
            source.setServerNames(new String[] {"localhost"});
            source.setSocketFactory("org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg");
            source.setSocketFactoryArg(address.getSocketAddress().path());
            source.setSslMode("disable");
        } else {
            source.setServerNames(new String[] {address.getHost()});
            source.setPortNumbers(new int[] {address.getPort()});
            source.setSslMode(
                    address.getSslMode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            if (VERIFIED.contains(address.getSslMode())) {
                source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
            }
        }
        return source;
    }

    /** Stops the server if it is this node's own. */
    public void stop() {
        if (own != null) {
            own.stop();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static PostgresServer external(PostgresConfig config) {
        PgConnectOptions address = PgConnectOptions.fromUri(config.postgres());
        SslMode mode = address.getSslMode();
        if (mode != SslMode.DISABLE) {
            ClientSSLOptions tls = new ClientSSLOptions();
            // As libpq: anything below verify-ca encrypts without asking who is there.
            tls.setTrustAll(!VERIFIED.contains(mode));
            tls.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
            address.setSslOptions(tls);
        }
        return new PostgresServer(address, config.poolSize(), null);
    }

    private static PgConnectOptions embedded(Path socketFolder) {
        return new PgConnectOptions()
                .setHost(socketFolder.toString())
                .setPort(EmbeddedPostgres.PORT)
                .setDatabase(EmbeddedPostgres.DATABASE)
                .setUser(EmbeddedPostgres.USER)
                .setPassword("");
    }
}
