package tributary.simulator.wechat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Pushes to the node: five seconds for an answer, then up to three times more, each encrypted anew. */
final class Pushes {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int RETRIES = 3;

    private final Account account;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Pushes(Account account, Clock clock) {
        this.account = account;
        this.clock = clock;
    }

    /** The check when somebody enters the address. True if the node echoes. */
    boolean verify() throws IOException, InterruptedException {
        String echo = Long.toString(random.nextLong() & Long.MAX_VALUE);
        Map<String, String> query = signed(now(), nonce(), envelope(account.appId));
        query.put("echostr", echo);
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri(query)).timeout(PATIENCE).GET().build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200 && answer.body().equals(echo);
    }

    /** Pushes until the node takes it, or the platform gives up. */
    List<Attempt> push(String clear, Flaw flaw) throws InterruptedException {
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; i <= RETRIES; i++) {
            Attempt attempt = attempt(clear, flaw);
            attempts.add(attempt);
            if (attempt.taken()) {
                break;
            }
        }
        return attempts;
    }

    /** One delivery. */
    Attempt attempt(String clear, Flaw flaw) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            HttpResponse<String> answer =
                    client.send(request(clear, flaw), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Attempt(answer.statusCode(), answer.body(), millisSince(begun));
        } catch (IOException e) {
            return new Attempt(0, "", millisSince(begun));
        }
    }

    private HttpRequest request(String clear, Flaw flaw) {
        String timestamp = flaw == Flaw.STALE ? Long.toString(Long.parseLong(now()) - 86_400) : now();
        String nonce = nonce();
        Envelope envelope = envelope(flaw == Flaw.FOREIGN ? "wx9999999999999999" : account.appId);
        String document = flaw == Flaw.DOCTYPE
                ? "<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                        + clear.replace("<Content>", "<Content>&x;")
                : clear;
        Map<String, String> query = signed(timestamp, nonce, envelope);
        String body = document;
        if (!account.mode.equals("plain")) {
            byte[] random16 = new byte[16];
            random.nextBytes(random16);
            String encrypted = envelope.encrypt(random16, document, flaw != Flaw.PADDING);
            query.put("encrypt_type", "aes");
            query.put("msg_signature", envelope.sign(timestamp, nonce, encrypted));
            body = wrapped(document, encrypted);
        }
        if (flaw == Flaw.SIGNATURE) {
            query.put("signature", "0".repeat(40));
            query.computeIfPresent("msg_signature", (name, value) -> "0".repeat(40));
        }
        return HttpRequest.newBuilder(uri(query))
                .timeout(PATIENCE)
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private String wrapped(String document, String encrypted) {
        String inner = "<Encrypt><![CDATA[" + encrypted + "]]></Encrypt>";
        return account.mode.equals("compatible")
                ? document.replace("</xml>", inner + "</xml>")
                : "<xml><ToUserName><![CDATA[" + account.originalId + "]]></ToUserName>" + inner + "</xml>";
    }

    private Envelope envelope(String owner) {
        return new Envelope(account.token, account.encodingAesKey, owner);
    }

    private static Map<String, String> signed(String timestamp, String nonce, Envelope envelope) {
        Map<String, String> query = new TreeMap<>();
        query.put("signature", envelope.sign(timestamp, nonce));
        query.put("timestamp", timestamp);
        query.put("nonce", nonce);
        return query;
    }

    private URI uri(Map<String, String> query) {
        StringBuilder uri = new StringBuilder(account.hook().toString());
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

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    private String nonce() {
        return Integer.toString(random.nextInt(1_000_000_000));
    }

    private static long millisSince(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    /** What is wrong with a push on purpose. */
    enum Flaw {
        NONE,
        SIGNATURE,
        FOREIGN,
        PADDING,
        STALE,
        DOCTYPE
    }

    /**
     * @param status HTTP status, 0 for no answer in time
     * @param millis how long it took
     */
    record Attempt(int status, String body, long millis) {
        boolean taken() {
            return status == 200 && (body.isEmpty() || body.equals("success"));
        }
    }
}
