package tributary.load.client;

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
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts signed webhooks as Twilio does: a form, and HMAC-SHA1 over the address and the sorted members. */
public final class HookCarrier implements Carrier {

    /** The account, and what its webhooks are signed with. */
    public static final String ACCOUNT = "AC00000000000000000000000000000001";

    public static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static final int OK = 200;
    private static final int TIMEOUT_MS = 20_000;

    private final HttpClient http;
    private final Address address;
    private final String url;
    private final Mac mac;
    private int messages;

    /** @param connections how many requests may be on their way at once; more wait */
    public HookCarrier(Vertx vertx, Address address, int connections) {
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(connections));
        this.address = address;
        this.url = address.origin() + "/hooks/" + INBOX;
        this.mac = mac();
    }

    @Override
    public Future<Void> ready() {
        return Future.succeededFuture();
    }

    @Override
    public Future<String> deliver(String from, String text) {
        Map<String, String> form = form(from, text);
        String body = form.entrySet().stream()
                .map(member -> member.getKey() + "=" + URLEncoder.encode(member.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(Address.HOST)
                .setPort(address.port())
                .setURI("/hooks/" + INBOX)
                .addHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .addHeader("X-Twilio-Signature", signature(form));
        return http.request(options)
                .compose(request -> request.idleTimeout(TIMEOUT_MS).send(Buffer.buffer(body)))
                .compose(
                        answer -> answer.body().map(read -> answer.statusCode() == OK ? "" : "" + answer.statusCode()));
    }

    private Map<String, String> form(String from, String text) {
        String sid = String.format("SM%032x", ++messages);
        return new TreeMap<>(Map.ofEntries(
                Map.entry("ToCountry", "US"),
                Map.entry("SmsMessageSid", sid),
                Map.entry("NumMedia", "0"),
                Map.entry("SmsSid", sid),
                Map.entry("SmsStatus", "received"),
                Map.entry("Body", text),
                Map.entry("To", NUMBER),
                Map.entry("NumSegments", "1"),
                Map.entry("MessageSid", sid),
                Map.entry("AccountSid", ACCOUNT),
                Map.entry("From", from),
                Map.entry("ApiVersion", "2010-04-01")));
    }

    private String signature(Map<String, String> sorted) {
        StringBuilder signed = new StringBuilder(url);
        sorted.forEach((name, value) -> signed.append(name).append(value));
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA1: expected in every JVM", e);
        }
    }
}
