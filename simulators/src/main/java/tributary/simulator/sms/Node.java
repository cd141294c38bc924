package tributary.simulator.sms;

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
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The node under test, who writes to it, and what they write. */
final class Node {

    private static final Duration DUE = Duration.ofSeconds(15);

    @Option(names = "--node", defaultValue = "http://127.0.0.1:8080", description = "its public-url (${DEFAULT-VALUE})")
    URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--inbox", defaultValue = "sms", description = "the inbox's name (${DEFAULT-VALUE})")
    String inbox = "sms";

    @Option(names = "--from", defaultValue = "+8613800138000", description = "who writes (${DEFAULT-VALUE})")
    String from = "+8613800138000";

    @Option(names = "--say", description = "what they write, instead of the script; may be repeated")
    List<String> words = new ArrayList<>();

    @Option(names = "--quiet", description = "no script: only what /simulator/push asks for")
    boolean quiet;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DUE)
            .build();

    List<String> script(String... usual) {
        if (quiet) {
            return List.of();
        }
        return words.isEmpty() ? List.of(usual) : List.copyOf(words);
    }

    String hook(String below) {
        return url.toString().replaceAll("/+$", "") + "/hooks/" + inbox + below;
    }

    /** Posts and says the status; 0 if nobody answered. */
    int post(String address, Map<String, String> headers, String body) {
        return attempt(address, headers, body).status();
    }

    Attempt attempt(String address, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .timeout(DUE)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        long begun = System.nanoTime();
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Attempt(answer.statusCode(), answer.body(), millisSince(begun));
        } catch (IOException e) {
            return new Attempt(0, "", millisSince(begun));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Attempt(0, "", millisSince(begun));
        }
    }

    private static long millisSince(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    /** @param status 0 if nobody answered */
    record Attempt(int status, String body, long millis) {}

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
