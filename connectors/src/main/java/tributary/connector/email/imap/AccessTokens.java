package tributary.connector.email.imap;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tributary.config.Secret;
import tributary.connector.ProviderTokens;
import tributary.connector.ProviderTokens.Fetched;

/** Access tokens of one mailbox by its refresh token (RFC 6749, section 6), shared by all who ask. */
final class AccessTokens {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final int MOST_BYTES = 64 * 1024;

    private final HttpClient client;
    private final ProviderTokens tokens;
    private final ImapConfig.OAuth oauth;
    private final String account;

    AccessTokens(Vertx vertx, ProviderTokens tokens, ImapConfig config, ImapConfig.OAuth oauth) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) PATIENCE.toMillis())
                .setIdleTimeout((int) PATIENCE.toSeconds()));
        this.tokens = tokens;
        this.oauth = oauth;
        this.account = "imap/" + config.host() + '/' + config.user();
    }

    Future<String> token() {
        return tokens.token(account, this::fetch);
    }

    /** The server refused it: the next one is fetched anew. */
    Future<Void> refused(String token) {
        return tokens.refused(account, token);
    }

    private Future<Fetched> fetch() {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(oauth.tokenUrl().toString())
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                .putHeader("Accept", "application/json");
        return client.request(request)
                .compose(made -> made.send(Buffer.buffer(form())))
                .compose(response -> response.body().map(body -> read(response.statusCode(), body)));
    }

    private String form() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "refresh_token");
        fields.put("client_id", oauth.clientId());
        oauth.clientSecret().map(Secret::reveal).ifPresent(secret -> fields.put("client_secret", secret));
        fields.put("refresh_token", oauth.refreshToken().reveal());
        oauth.scope().ifPresent(scope -> fields.put("scope", scope));
        return fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Fetched read(int status, Buffer body) {
        if (status != 200 || body.length() > MOST_BYTES) {
            throw new IllegalStateException("oauth: expected a token, found status " + status);
        }
        JsonObject json = body.toJsonObject();
        String token = json.getString("access_token");
        if (token == null) {
            throw new IllegalStateException("oauth: expected access_token, found none");
        }
        Duration life = Duration.ofSeconds(json.getLong("expires_in", 300L)).minus(MARGIN);
        return new Fetched(token, life.isNegative() ? Duration.ZERO : life);
    }
}
