package tributary.connector.livechat;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tributary.config.ConfigException;
import tributary.config.Settings;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorFactory;
import tributary.connector.livechat.rule.OriginRule;
import tributary.connector.livechat.rule.PreChatForm;
import tributary.connector.livechat.rule.UploadSignature;
import tributary.connector.livechat.rule.VisitorIdentity;
import tributary.connector.livechat.wire.FrameWriter;

/** Makes live chat inboxes. */
public final class LiveChatConnectorFactory implements ConnectorFactory {

    private final Map<Thread, Turnstile> turnstiles = new ConcurrentHashMap<>();

    @Override
    public String type() {
        return "livechat";
    }

    @Override
    public String channel() {
        return "livechat";
    }

    @Override
    public boolean sessionLike() {
        return true;
    }

    @Override
    public void check(Settings settings) {
        settings.read(LiveChatConfig.class);
    }

    @Override
    public Connector create(ConnectorContext context, Settings settings) {
        LiveChatConfig config = settings.read(LiveChatConfig.class);
        try {
            return new LiveChatConnector(
                    desk(context, config), OriginRule.of(context.publicUrl(), config.origins()), turnstiles);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(settings.path() + "." + e.getMessage());
        }
    }

    private static Desk desk(ConnectorContext context, LiveChatConfig config) {
        VisitorRecord records = new VisitorRecord(context.inbox());
        return new Desk(
                context,
                config,
                records,
                new FrameWriter(context.inbox(), context.attachments()),
                VisitorIdentity.of(context.inbox(), config.identity()),
                config.form().map(PreChatForm::new),
                new UploadSignature(context.keys().key("upload-url")),
                new SecureRandom(),
                new Lobby(),
                new Deliveries(context.inbound(), records, context.clock()),
                new LiveChatMetrics(context.meters(), context.inbox()));
    }
}
