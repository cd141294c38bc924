package tributary.connector.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import tributary.config.Settings;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorFactory;
import tributary.connector.wechat.call.AccessToken;
import tributary.connector.wechat.call.ProviderApi;

/** Makes inboxes of Official Accounts. */
public final class WeChatConnectorFactory implements ConnectorFactory {

    @Override
    public String type() {
        return "wechat";
    }

    @Override
    public String channel() {
        return "wechat";
    }

    @Override
    public boolean sessionLike() {
        return true;
    }

    @Override
    public void check(Settings settings) {
        settings.read(WeChatConfig.class);
    }

    @Override
    public Connector create(ConnectorContext context, Settings settings) {
        WeChatConfig config = settings.read(WeChatConfig.class);
        return new WeChatConnector(
                context,
                config,
                new ProviderApi(context.vertx(), config.apiBase(), api -> token(context, config, api)));
    }

    private static AccessToken token(ConnectorContext context, WeChatConfig config, ProviderApi api) {
        return new AccessToken(context.tokens(), "wechat/" + config.appId(), () -> {
            ObjectNode body = ProviderApi.object()
                    .put("grant_type", "client_credential")
                    .put("appid", config.appId())
                    .put("secret", config.appSecret().reveal())
                    .put("force_refresh", false);
            return api.postBare("/cgi-bin/stable_token", body);
        });
    }
}
