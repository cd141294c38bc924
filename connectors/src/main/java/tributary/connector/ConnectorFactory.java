package tributary.connector;

import java.util.List;
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
     * Looks at what else the inbox needs: a relay, a mailbox. For {@code doctor} only: it blocks, and a wrong entry was
     * refused by {@link #check} before.
     */
    default List<Examination> examine(Settings settings) {
        return List.of();
    }

    /**
     * Makes a connector for one inbox; it does nothing yet.
     *
     * @param settings the inbox's entry in the configuration
     * @throws tributary.config.ConfigException if the entry is wrong
     */
    Connector create(ConnectorContext context, Settings settings);
}
