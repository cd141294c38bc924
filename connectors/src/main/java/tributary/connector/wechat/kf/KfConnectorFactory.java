package tributary.connector.wechat.kf;

import java.util.Map;
import tributary.config.Settings;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorFactory;
import tributary.connector.wechat.call.AccessToken;
import tributary.connector.wechat.call.ProviderApi;

/** Makes inboxes of WeCom's customer service. */
public final class KfConnectorFactory implements ConnectorFactory {

    @Override
    public String type() {
        return "wecom-kf";
    }

    @Override
    public String channel() {
        return "wecom";
    }

    @Override
    public boolean sessionLike() {
        return true;
    }

    @Override
    public void check(Settings settings) {
        settings.read(KfConfig.class);
    }

    @Override
    public Connector create(ConnectorContext context, Settings settings) {
        KfConfig config = settings.read(KfConfig.class);
        return new KfConnector(
                context,
                config,
                new ProviderApi(context.vertx(), config.apiBase(), api -> token(context, config, api)));
    }

    private static AccessToken token(ConnectorContext context, KfConfig config, ProviderApi api) {
        return new AccessToken(
                context.tokens(),
                "wecom/" + config.corpId() + '/' + config.name(),
                () -> api.getBare(
                        "/cgi-bin/gettoken",
                        Map.of(
                                "corpid",
                                config.corpId(),
                                "corpsecret",
                                config.secret().reveal())));
    }
}
