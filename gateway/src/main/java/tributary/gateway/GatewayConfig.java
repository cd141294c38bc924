package tributary.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.config.Settings;
import tributary.gateway.attachment.remote.RemotePicturesConfig;
import tributary.gateway.identity.setup.SetupConfig;
import tributary.gateway.journal.JournalConfig;
import tributary.gateway.platform.cluster.ClusterConfig;
import tributary.gateway.platform.http.HttpConfig;
import tributary.gateway.platform.limits.LimitsConfig;
import tributary.gateway.platform.postgres.PostgresConfig;
import tributary.gateway.platform.redis.RedisConfig;
import tributary.gateway.platform.smtp.SmtpConfig;
import tributary.gateway.push.PushConfig;

/**
 * The whole configuration file; each part is a record beside what it configures.
 *
 * @param dataDir where the embedded database lies; relative to the working directory
 * @param publicUrl how browsers reach this installation
 * @param inboxes one entry per account; each connector reads its own
 */
public record GatewayConfig(
        Path dataDir,
        URI publicUrl,
        HttpConfig http,
        Management management,
        SmtpConfig smtp,
        Store store,
        ClusterConfig cluster,
        SetupConfig setup,
        LimitsConfig limits,
        JournalConfig journal,
        PushConfig push,
        RemotePicturesConfig remotePictures,
        List<Settings> inboxes) {

    public GatewayConfig {
        dataDir = dataDir == null ? Path.of("data") : dataDir;
        publicUrl = publicUrl == null ? URI.create("http://127.0.0.1:8080") : publicUrl;
        http = http == null ? new HttpConfig(null, null, null) : http;
        management = management == null ? Management.DEFAULT : management;
        smtp = smtp == null ? SmtpConfig.DEFAULT : smtp;
        store = store == null ? new Store(null, null, null) : store;
        cluster = cluster == null ? ClusterConfig.OFF : cluster;
        setup = setup == null ? new SetupConfig(Optional.empty(), Optional.empty(), Optional.empty()) : setup;
        limits = limits == null ? LimitsConfig.DEFAULT : limits;
        journal = journal == null ? JournalConfig.DEFAULT : journal;
        remotePictures = remotePictures == null ? RemotePicturesConfig.DEFAULT : remotePictures;
        push = push == null ? PushConfig.DEFAULT : push;
        inboxes = inboxes == null ? List.of() : List.copyOf(inboxes);
        if (publicUrl.getHost() == null || !List.of("http", "https").contains(publicUrl.getScheme())) {
            throw new IllegalArgumentException(
                    "public-url: expected an address such as \"https://support.example.com\", found \"" + publicUrl
                            + "\"");
        }
        if (cluster.enabled() && store.database().embedded()) {
            throw new IllegalArgumentException(
                    "store: expected postgres: postgresql://user:password@host:5432/db, because the nodes of a cluster share"
                            + " one database, found \"embedded\"");
        }
        if (inboxes.isEmpty()) {
            throw new IllegalArgumentException("inboxes: expected at least one entry, found none");
        }
    }

    /** The operator's port. */
    public record Management(String host, Integer port) {
        static final Management DEFAULT = new Management("127.0.0.1", 9090);

        public Management {
            host = host == null ? "127.0.0.1" : host;
            port = port == null ? 9090 : port;
        }

        HttpConfig http() {
            return new HttpConfig(host, port, List.of());
        }
    }

    /**
     * @param postgres {@code embedded} or a URI
     * @param redis {@code none} or a URI: what the nodes of a cluster share, and may lose
     */
    public record Store(
            @Nullable String postgres,
            @Nullable Integer poolSize,
            @Nullable String redis) {
        public Store {
            redis = new RedisConfig(redis).uri();
        }

        RedisConfig shared() {
            return new RedisConfig(redis);
        }

        PostgresConfig database() {
            return new PostgresConfig(postgres, poolSize == null ? 0 : poolSize);
        }
    }

    /**
     * What every inbox has, whatever its connector.
     *
     * @param reopenWithin how long after it was solved a ticket is reopened by its customer
     */
    public record InboxEntry(String name, String connector, Duration reopenWithin) {
        public InboxEntry {
            reopenWithin = reopenWithin == null ? Duration.ofDays(7) : reopenWithin;
            if (name == null || !name.matches("[a-z0-9-]{1,40}")) {
                throw new IllegalArgumentException("name: expected 1 to 40 of a-z, 0-9 and -, found "
                        + (name == null ? "nothing" : '"' + name + '"'));
            }
            if (connector == null) {
                throw new IllegalArgumentException("connector: expected a connector's type, found nothing");
            }
        }
    }

    /** The key of {@link InboxEntry} that no connector reads. */
    record OursOnly(@Nullable Duration reopenWithin) {}
}
