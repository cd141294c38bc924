package tributary.connector.wechat.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import tributary.connector.MediaDownloads.Download;
import tributary.connector.MediaDownloads.GoneException;
import tributary.connector.wechat.call.ApiException.Outcome;
import tributary.conversation.Attachment;

/** The server API of one account. Tokens go into the query, because the vendor wants them there, and never into a message. */
public final class ProviderApi {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration MEDIA = Duration.ofSeconds(60);
    private static final int AT_ONCE = 16;
    private static final int WAITING = 256;
    private static final int MOST_ANSWER = 4 * 1024 * 1024;

    private final HttpClient client;
    private final String base;
    private final AccessToken token;

    /**
     * @param base scheme, host and port of the API
     * @param token makes the account's token, given this
     */
    public ProviderApi(Vertx vertx, URI base, Function<ProviderApi, AccessToken> token) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) CONNECT.toMillis()),
                new PoolOptions().setHttp1MaxSize(AT_ONCE).setMaxWaitQueueSize(WAITING));
        this.base = base.toString().replaceAll("/+$", "");
        this.token = token.apply(this);
    }

    public AccessToken token() {
        return token;
    }

    public Future<Void> close() {
        return client.close();
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Posts JSON without a token; for tokens themselves. */
    public Future<JsonNode> postBare(String path, ObjectNode body) {
        return post(path, body);
    }

    /** Gets JSON without a token; for tokens themselves. */
    public Future<JsonNode> getBare(String path, Map<String, String> query) {
        return exchange(HttpMethod.GET, path + query(query), "", Buffer.buffer(), ANSWER)
                .map(ProviderApi::checked);
    }

    /**
     * Posts JSON in the account's name; a token that is refused is replaced once.
     *
     * @return the answer with {@code errcode} 0 or none; fails with {@link ApiException}
     */
    public Future<JsonNode> call(String path, ObjectNode body) {
        return authorised(secret -> post(path + query(Map.of("access_token", secret)), body));
    }

    /** Gets JSON in the account's name; otherwise as {@link #call}. */
    public Future<JsonNode> get(String path) {
        return authorised(secret -> getBare(path, Map.of("access_token", secret)));
    }

    /** Uploads a file for a few days. */
    public Future<String> upload(String type, Attachment file, Supplier<Future<Buffer>> bytes) {
        return bytes.get()
                .compose(content -> authorised(secret -> {
                    Multipart form = Multipart.of(file, content);
                    String path = "/cgi-bin/media/upload" + query(Map.of("access_token", secret, "type", type));
                    return exchange(HttpMethod.POST, path, form.type(), form.body(), MEDIA)
                            .map(ProviderApi::checked);
                }))
                .map(answer -> answer.path(type + "_media_id")
                        .asText(answer.path("media_id").asText("")));
    }

    /** Downloads a media file; fails with {@link GoneException} if the provider has it no more. */
    public Future<Download> download(String mediaId, String name, String type) {
        return token.get()
                .compose(secret -> fetched(
                                "/cgi-bin/media/get" + query(Map.of("access_token", secret, "media_id", mediaId)),
                                name,
                                type)
                        .recover(failure -> refusedToken(failure)
                                ? token.refused(secret).compose(dropped -> Future.<Download>failedFuture(failure))
                                : Future.failedFuture(failure)));
    }

    private Future<Download> fetched(String path, String name, String type) {
        return request(HttpMethod.GET, base + path)
                .compose(request -> request.idleTimeout(MEDIA.toMillis()).send())
                .compose(response -> isFile(response)
                        ? Future.succeededFuture(file(response, name, type))
                        : body(response).compose(body -> film(body, name, type)));
    }

    private static boolean isFile(HttpClientResponse response) {
        String given = String.valueOf(response.getHeader("Content-Type"));
        return response.statusCode() == 200
                && (response.getHeader("Content-Disposition") != null
                        || !media(given, "").isEmpty());
    }

    private static Download file(HttpClientResponse response, String name, String type) {
        response.pause();
        return new Download(name, media(String.valueOf(response.getHeader("Content-Type")), type), response);
    }

    /** A film is not given but named by an address; only the vendor's own are asked. */
    private Future<Download> film(Buffer body, String name, String type) {
        JsonNode answer;
        try {
            answer = checked(parsed(body));
        } catch (ApiException problem) {
            return Future.failedFuture(
                    problem.code() == 40007 || problem.code() == 41006 ? new GoneException("expired") : problem);
        }
        String address = answer.path("video_url").asText("");
        if (!isVendors(address)) {
            return Future.failedFuture(new GoneException("no-file"));
        }
        return request(HttpMethod.GET, address)
                .compose(request -> request.idleTimeout(MEDIA.toMillis()).send())
                .compose(response -> response.statusCode() == 200
                        ? Future.succeededFuture(file(response, name, type))
                        : Future.failedFuture(
                                ApiException.later("HTTP " + response.statusCode(), Duration.ofSeconds(2))));
    }

    private boolean isVendors(String address) {
        try {
            URI uri = URI.create(address);
            String host = uri.getHost();
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && host != null && (host.endsWith(".qq.com") || address.startsWith(base + "/"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String media(String given, String otherwise) {
        return given.startsWith("image/") || given.startsWith("audio/") || given.startsWith("video/")
                ? given
                : otherwise;
    }

    private Future<JsonNode> authorised(Function<String, Future<JsonNode>> call) {
        return token.get()
                .compose(secret -> call.apply(secret)
                        .recover(failure -> refusedToken(failure)
                                ? token.refused(secret)
                                        .compose(dropped -> token.get())
                                        .compose(call)
                                : Future.failedFuture(failure))
                        .onComplete(done -> token.judge(done.cause())));
    }

    private static boolean refusedToken(Throwable failure) {
        return failure instanceof ApiException api && api.outcome() == Outcome.TOKEN;
    }

    /** Raw UTF-8: the provider shows escapes as they are. */
    private Future<JsonNode> post(String path, ObjectNode body) {
        try {
            Buffer json = Buffer.buffer(JSON.writeValueAsBytes(body));
            return exchange(HttpMethod.POST, path, "application/json; charset=utf-8", json, ANSWER)
                    .map(ProviderApi::checked);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON from our own nodes", e);
        }
    }

    private Future<JsonNode> exchange(HttpMethod method, String path, String type, Buffer body, Duration timeout) {
        return request(method, base + path)
                .compose(request -> {
                    if (!type.isEmpty()) {
                        request.putHeader("Content-Type", type);
                    }
                    return request.send(body)
                            .compose(ProviderApi::status)
                            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                            .onFailure(failure -> {
                                if (failure instanceof TimeoutException) {
                                    request.reset();
                                }
                            })
                            .recover(failure -> Future.failedFuture(
                                    failure instanceof ApiException
                                            ? failure
                                            : ApiException.unknown("no answer from the provider")));
                })
                .map(ProviderApi::parsed);
    }

    /** Until there is a connection nothing has been sent. */
    private Future<HttpClientRequest> request(HttpMethod method, String address) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(address)
                .setConnectTimeout(CONNECT.toMillis())
                .setFollowRedirects(false);
        return client.request(options)
                .recover(failure ->
                        Future.failedFuture(ApiException.later("cannot reach the provider", Duration.ofSeconds(2))));
    }

    /** Only 429 and 503 say that nothing was done; any other status may come from behind what did it. */
    private static Future<Buffer> status(HttpClientResponse response) {
        int status = response.statusCode();
        if (status == 200) {
            return body(response);
        }
        if (status == 429 || status == 503) {
            String after = response.getHeader("Retry-After");
            long seconds = after != null && after.matches("[0-9]{1,6}") ? Long.parseLong(after) : 2;
            return Future.failedFuture(ApiException.later("HTTP " + status, Duration.ofSeconds(seconds)));
        }
        return Future.failedFuture(ApiException.unknown("HTTP " + status));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        String length = response.getHeader("Content-Length");
        if (length != null && length.matches("[0-9]{1,18}") && Long.parseLong(length) > MOST_ANSWER) {
            return Future.failedFuture(ApiException.unknown("an answer of more than " + MOST_ANSWER + " bytes"));
        }
        Buffer whole = Buffer.buffer();
        io.vertx.core.Promise<Buffer> done = io.vertx.core.Promise.promise();
        response.handler(part -> {
            if (whole.length() + part.length() > MOST_ANSWER) {
                done.tryFail(ApiException.unknown("an answer of more than " + MOST_ANSWER + " bytes"));
            } else {
                whole.appendBuffer(part);
            }
        });
        response.exceptionHandler(done::tryFail);
        response.endHandler(end -> done.tryComplete(whole));
        return done.future();
    }

    private static JsonNode parsed(Buffer body) {
        try {
            JsonNode answer = JSON.readTree(body.toString(StandardCharsets.UTF_8));
            if (answer != null && answer.isObject()) {
                return answer;
            }
        } catch (JsonProcessingException e) {
            // Said below: the words of the parser would show the answer.
        }
        throw ApiException.unknown("expected JSON from the provider, found something else");
    }

    private static JsonNode checked(JsonNode answer) {
        int code = answer.path("errcode").asInt(0);
        if (code != 0) {
            throw ApiException.of(code);
        }
        return answer;
    }

    private static String query(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        new java.util.TreeMap<>(parameters)
                .forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }

    @Override
    public String toString() {
        return "ProviderApi " + base;
    }
}
