package tributary.connector.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.net.URI;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.wechat.account.AccountFactory;
import tributary.connector.wechat.call.ProviderApi;

/** Makes inboxes of Official Accounts. */
public final class WeChatConnectorFactory extends AccountFactory<WeChatConfig> {

    public WeChatConnectorFactory() {
        super("wechat", "wechat", WeChatConfig.class);
    }

    @Override
    protected URI apiBase(WeChatConfig config) {
        return config.apiBase();
    }

    @Override
    protected String account(WeChatConfig config) {
        return "wechat/" + config.appId();
    }

    @Override
    protected Future<JsonNode> token(ProviderApi api, WeChatConfig config) {
        ObjectNode body = ProviderApi.object()
                .put("grant_type", "client_credential")
                .put("appid", config.appId())
                .put("secret", config.appSecret().reveal())
                .put("force_refresh", false);
        return api.postBare("/cgi-bin/stable_token", body);
    }

    @Override
    protected Connector create(ConnectorContext context, WeChatConfig config, ProviderApi api) {
        return new WeChatConnector(context, config, api);
    }
}
