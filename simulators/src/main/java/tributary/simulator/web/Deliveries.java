package tributary.simulator.web;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Brings requests to the node as a provider does: it waits so long for an answer, then tries again so often. */
public final class Deliveries {

    private final Duration patience;
    private final int retries;
    private final HttpClient client;

    public Deliveries(Duration patience, int retries) {
        this.patience = patience;
        this.retries = retries;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    /**
     * Tries until the node takes it, or the provider gives up.
     *
     * @param request makes each attempt anew
     */
    public List<Attempt> bring(Supplier<HttpRequest.Builder> request, Predicate<Attempt> taken)
            throws InterruptedException {
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i <= retries; i++) {
            Attempt attempt = attempt(request.get(), patience);
            attempts.add(attempt);
            if (taken.test(attempt)) {
                break;
            }
        }
        return attempts;
    }

    /** One attempt. */
    public Attempt attempt(HttpRequest.Builder request, Duration wait) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            HttpResponse<String> answer = client.send(
                    request.timeout(wait).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Attempt(answer.statusCode(), answer.body(), millisSince(begun));
        } catch (IOException e) {
            return new Attempt(0, "", millisSince(begun));
        }
    }

    /** {@code /hooks/{inbox}} of a node, with these parameters. */
    public static URI hook(URI node, String inbox, Map<String, String> query) {
        StringBuilder uri = new StringBuilder(node.toString().replaceAll("/+$", ""))
                .append("/hooks/")
                .append(inbox);
        char separator = '?';
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            uri.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return URI.create(uri.toString());
    }

    private static long millisSince(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    /**
     * @param status HTTP status, 0 for no answer in time
     * @param millis how long it took
     */
    public record Attempt(int status, String body, long millis) {}
}
