package tributary.simulator.wechat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tributary.simulator.web.Deliveries;
import tributary.simulator.web.Deliveries.Attempt;

/** The node's hook of one account: sealed requests, right or wrong on purpose; five seconds for an answer, three retries. */
public final class NodeHook {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int RETRIES = 3;

    private final URI node;
    private final String inbox;
    private final Keys keys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Deliveries deliveries = new Deliveries(PATIENCE, RETRIES);

    public NodeHook(URI node, String inbox, Keys keys, Clock clock) {
        this.node = node;
        this.inbox = inbox;
        this.keys = keys;
        this.clock = clock;
    }

    /** Asks for an echo of a number; true if the node gives it back. */
    public boolean echoes(boolean encrypted, Duration wait) throws InterruptedException {
        String echo = Long.toString(random.nextLong() & Long.MAX_VALUE);
        Sealed sealed = seal(echo, now(), Flaw.NONE);
        Map<String, String> query = sealed.query();
        query.put("echostr", encrypted ? sealed.encrypted() : echo);
        Attempt answer = deliveries.attempt(HttpRequest.newBuilder(uri(query)).GET(), wait);
        return answer.status() == 200 && answer.body().equals(echo);
    }

    /** Posts until the node takes it, or the provider gives up; a flawed request once. */
    public List<Attempt> post(Supplier<HttpRequest.Builder> request, Flaw flaw, Predicate<Attempt> taken)
            throws InterruptedException {
        return flaw == Flaw.NONE
                ? deliveries.bring(request, taken)
                : List.of(deliveries.attempt(request.get(), PATIENCE));
    }

    public HttpRequest.Builder request(Map<String, String> query, String type, String body) {
        return HttpRequest.newBuilder(uri(query))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** Encrypts with fresh random bytes and signs, with the plain signature beside it. */
    public Sealed seal(String clear, String now, Flaw flaw) {
        String timestamp = flaw == Flaw.STALE ? Long.toString(Long.parseLong(now) - 86_400) : now;
        String nonce = Integer.toString(random.nextInt(1_000_000_000));
        String document = flaw == Flaw.DOCTYPE
                ? "<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                        + clear.replace("<Content>", "<Content>&x;")
                : clear;
        Envelope envelope =
                new Envelope(keys.token(), keys.aesKey(), flaw == Flaw.FOREIGN ? "wx9999999999999999" : keys.owner());
        byte[] random16 = new byte[16];
        random.nextBytes(random16);
        String encrypted = envelope.encrypt(random16, document, flaw != Flaw.PADDING);
        boolean forged = flaw == Flaw.SIGNATURE;
        Map<String, String> query = new TreeMap<>();
        query.put("timestamp", timestamp);
        query.put("nonce", nonce);
        query.put("signature", forged ? "0".repeat(40) : envelope.sign(timestamp, nonce));
        query.put("msg_signature", forged ? "0".repeat(40) : envelope.sign(timestamp, nonce, encrypted));
        return new Sealed(query, document, encrypted);
    }

    public String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    private URI uri(Map<String, String> query) {
        return Deliveries.hook(node, inbox, query);
    }

    /** What is wrong with a request on purpose. */
    public enum Flaw {
        NONE,
        SIGNATURE,
        FOREIGN,
        PADDING,
        STALE,
        DOCTYPE
    }

    /** @param owner app id or corp id */
    public record Keys(String token, String aesKey, String owner) {
        @Override
        public String toString() {
            return "Keys of " + owner;
        }
    }

    /** @param query parameters of the request, which may be changed */
    public record Sealed(Map<String, String> query, String document, String encrypted) {}
}
