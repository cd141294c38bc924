package tributary.connector.wechat.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.net.URI;
import tributary.config.Settings;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorFactory;
import tributary.connector.wechat.call.AccessToken;
import tributary.connector.wechat.call.ProviderApi;

/**
 * Makes connectors of accounts that call an API with an access token.
 *
 * @param <C> the inbox's entry in the configuration
 */
public abstract class AccountFactory<C> implements ConnectorFactory {

    private final String type;
    private final String channel;
    private final Class<C> config;

    protected AccountFactory(String type, String channel, Class<C> config) {
        this.type = type;
        this.channel = channel;
        this.config = config;
    }

    protected abstract URI apiBase(C config);

    /** Names the account for all who share its token. */
    protected abstract String account(C config);

    /** Asks for {@code access_token} and {@code expires_in}. */
    protected abstract Future<JsonNode> token(ProviderApi api, C config);

    protected abstract Connector create(ConnectorContext context, C config, ProviderApi api);

    @Override
    public final String type() {
        return type;
    }

    @Override
    public final String channel() {
        return channel;
    }

    @Override
    public final boolean sessionLike() {
        return true;
    }

    @Override
    public final void check(Settings settings) {
        settings.read(config);
    }

    @Override
    public final Connector create(ConnectorContext context, Settings settings) {
        C account = settings.read(config);
        ProviderApi api = new ProviderApi(
                context.vertx(),
                apiBase(account),
                caller -> new AccessToken(context.tokens(), account(account), () -> token(caller, account)));
        return create(context, account, api);
    }
}
