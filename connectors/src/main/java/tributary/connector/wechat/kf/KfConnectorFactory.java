package tributary.connector.wechat.kf;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Map;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.wechat.account.AccountFactory;
import tributary.connector.wechat.call.ProviderApi;

/** Makes inboxes of WeCom's customer service. */
public final class KfConnectorFactory extends AccountFactory<KfConfig> {

    public KfConnectorFactory() {
        super("wecom-kf", "wecom", KfConfig.class);
    }

    @Override
    protected URI apiBase(KfConfig config) {
        return config.apiBase();
    }

    @Override
    protected String account(KfConfig config) {
        return "wecom/" + config.corpId() + '/' + config.name();
    }

    @Override
    protected Future<JsonNode> token(ProviderApi api, KfConfig config) {
        return api.getBare(
                "/cgi-bin/gettoken",
                Map.of("corpid", config.corpId(), "corpsecret", config.secret().reveal()));
    }

    @Override
    protected Connector create(ConnectorContext context, KfConfig config, ProviderApi api) {
        return new KfConnector(context, config, api);
    }
}
