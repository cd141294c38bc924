package tributary.connector.sms.webhook.wire;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import tributary.connector.Delivery;

/**
 * Requests to a provider. A request that never left is known from one whose fate is unknown: the first may be repeated, the
 * second must not.
 */
public final class ProviderHttp {

    private static final int CONNECTIONS = 16;
    private static final int WAITING = 1000;
    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Idle connections go before a provider closes them: a request on a closed one would have an unknown fate. */
    private static final int IDLE_SECONDS = 5;

    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final HttpClient client;
    private final URI base;
    private final Duration due;
    private final Clock clock;

    /** @param due time for the whole of a request */
    public ProviderHttp(Vertx vertx, URI base, Duration due, Clock clock) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) CONNECT.toMillis())
                        .setKeepAliveTimeout(IDLE_SECONDS)
                        .setDecompressionSupported(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
        this.base = base;
        this.due = due;
        this.clock = clock;
    }

    /**
     * Sends a request and reads its answer.
     *
     * @param path appended to the base; a whole URL is taken as it is
     * @return fails with {@link NotSentException} if nothing left, with anything else if nobody knows
     */
    public Future<Reply> exchange(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(path.startsWith("http") ? path : base() + path)
                .setConnectTimeout(CONNECT.toMillis());
        headers.forEach(options::putHeader);
        return client.request(options)
                .recover(failure -> Future.failedFuture(new NotSentException(failure)))
                .compose(request -> send(request, body));
    }

    private Future<Reply> send(HttpClientRequest request, Buffer body) {
        return request.send(body)
                .compose(ProviderHttp::reply)
                .timeout(due.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> request.reset());
    }

    private static Future<Reply> reply(HttpClientResponse response) {
        Promise<Reply> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > MOST_BYTES) {
                whole.tryFail("expected an answer of at most " + MOST_BYTES + " bytes");
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(new Reply(response.statusCode(), response.headers(), body)));
        return whole.future();
    }

    /**
     * What a provider's answer means for a message.
     *
     * @param answered what an answer means that is neither "later" nor a fault of the provider
     * @return fails if nobody knows whether it was sent
     */
    public Future<Delivery> settle(Future<Reply> exchange, Function<Reply, Future<Delivery>> answered) {
        return exchange.transform(done -> {
            if (done.failed()) {
                return done.cause() instanceof NotSentException
                        ? Future.succeededFuture(new Delivery.Deferred(RETRY, "the provider cannot be reached"))
                        : Future.failedFuture(done.cause());
            }
            Reply reply = done.result();
            if (reply.status() == 429 || reply.status() == 503) {
                return Future.succeededFuture(new Delivery.Deferred(
                        retryAfter(reply).orElse(RETRY), "the provider answered " + reply.status()));
            }
            return reply.status() >= 500
                    ? Future.failedFuture("the provider answered " + reply.status())
                    : answered.apply(reply);
        });
    }

    public static Buffer form(Map<String, String> parameters) {
        return form(parameters.entrySet());
    }

    /** A name may come several times. */
    public static Buffer form(Collection<Map.Entry<String, String>> parameters) {
        return Buffer.buffer(parameters.stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&")));
    }

    /** In seconds, or as a date (RFC 9110, section 10.2.3). */
    private Optional<Duration> retryAfter(Reply reply) {
        String after = reply.headers().get("Retry-After");
        if (after == null) {
            return Optional.empty();
        }
        try {
            Duration wait = after.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(after))
                    : Duration.between(
                            clock.instant(), ZonedDateTime.parse(after, DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait);
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Where the provider is, without a slash at the end. */
    public String base() {
        return base.toString().replaceAll("/$", "");
    }

    /** Lets what is being sent end, for a few seconds. */
    public Future<Void> close() {
        return client.shutdown(DRAIN.toSeconds(), TimeUnit.SECONDS);
    }

    /** A whole answer. */
    public record Reply(int status, MultiMap headers, Buffer body) {

        /** The body; empty if it is no JSON object. */
        public JsonObject json() {
            try {
                return body.toJsonObject();
            } catch (DecodeException | ClassCastException e) {
                return new JsonObject();
            }
        }

        boolean redirect() {
            return status >= 300 && status < 400;
        }

        /** Where the answer sends us. */
        public Optional<String> location() {
            return redirect() ? Optional.ofNullable(headers.get("Location")) : Optional.empty();
        }

        @Override
        public String toString() {
            return "Reply[status=" + status + "]";
        }
    }

    /** Nothing left this machine. */
    public static final class NotSentException extends RuntimeException {
        NotSentException(Throwable cause) {
            super("the provider cannot be reached", cause);
        }
    }
}
