package tributary.load.faults.post;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import tributary.load.faults.town.Place;
import tributary.load.faults.town.Town;

/** Posts to the webhooks of a town's nodes. */
final class HookClient {

    private static final int CONNECT_MS = 1_000;
    private static final int AT_ONCE = 32;

    private final Town town;
    private final HttpClient http;
    private final int patienceMs;

    /** @param patienceMs how long the provider waits for an answer */
    HookClient(Vertx vertx, Town town, int patienceMs) {
        this.town = town;
        this.patienceMs = patienceMs;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS), new PoolOptions().setHttp1MaxSize(AT_ONCE));
    }

    /** @param path with the query */
    Future<Verdict> post(int node, String path, Map<String, String> headers, String body) {
        Place at = town.place(node);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(at.host())
                .setPort(at.http())
                .setURI(path)
                .setTimeout(patienceMs);
        headers.forEach(options::addHeader);
        return Future.succeededFuture()
                .compose(go -> http.request(options))
                .compose(request -> request.send(Buffer.buffer(body)))
                .map(response -> Verdict.hook(response.statusCode()))
                .otherwise(Verdict.SILENCE);
    }

    /** Names and values as in a form or a query. */
    static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
