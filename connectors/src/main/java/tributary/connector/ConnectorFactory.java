package tributary.connector;

import tributary.config.Settings;

/** Makes the connectors of one channel; found through {@code META-INF/services}. */
public interface ConnectorFactory {

    /** The word under {@code connector:} in the configuration, for example {@code livechat}. */
    String type();

    /** The medium, as people see it: {@code email}, {@code livechat}, {@code wechat}, {@code wecom} or {@code sms}. */
    String channel();

    /** Whether a customer has at most one open ticket here: true for chat-like channels, false for mail. */
    boolean sessionLike();

    /**
     * Checks an inbox's entry in the configuration, before anything is started.
     *
     * @throws tributary.config.ConfigException if the entry is wrong
     */
    void check(Settings settings);

    /**
     * Makes a connector for one inbox; it does nothing yet.
     *
     * @param settings the inbox's entry in the configuration
     * @throws tributary.config.ConfigException if the entry is wrong
     */
    Connector create(ConnectorContext context, Settings settings);
}
