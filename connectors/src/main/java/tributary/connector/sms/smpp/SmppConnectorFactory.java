package tributary.connector.sms.smpp;

import tributary.config.Settings;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorFactory;
import tributary.connector.sms.Consent;
import tributary.connector.sms.text.ConsentWords;

/** Makes inboxes of short messages over SMPP. */
public final class SmppConnectorFactory implements ConnectorFactory {

    @Override
    public String type() {
        return "sms-smpp";
    }

    @Override
    public String channel() {
        return "sms";
    }

    @Override
    public boolean sessionLike() {
        return true;
    }

    @Override
    public void check(Settings settings) {
        settings.read(SmppConfig.class);
    }

    @Override
    public Connector create(ConnectorContext context, Settings settings) {
        SmppConfig config = settings.read(SmppConfig.class);
        return new SmppConnector(context, config, new Consent(context.state(), new ConsentWords(config.optOutWords())));
    }
}
