package tributary.load.faults.crew;

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
import tributary.load.faults.check.Sent;
import tributary.load.faults.town.Place;
import tributary.load.faults.town.Town;

/** The carrier's webhooks for incoming messages, signed as Twilio's page on the security of webhooks says. */
final class Hooks {

    private static final int TIMEOUT_MS = 8_000;

    private final Town town;
    private final HttpClient http;

    Hooks(Vertx vertx, Town town) {
        this.town = town;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(1_000), new PoolOptions().setHttp1MaxSize(32));
    }

    /**
     * Posts a message to a node.
     *
     * @param phone the sender's number
     * @return the status; 0 if there was no answer
     */
    Future<Integer> post(int node, String phone, Sent message) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("MessageSid", message.externalId());
        fields.put("AccountSid", Town.ACCOUNT);
        fields.put("From", phone);
        fields.put("To", Town.NUMBER);
        fields.put("Body", message.text());
        fields.put("NumMedia", "0");
        String path = "/hooks/sms";
        Place at = town.place(node);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(at.host())
                .setPort(at.http())
                .setURI(path)
                .setTimeout(TIMEOUT_MS)
                .addHeader("Content-Type", "application/x-www-form-urlencoded")
                .addHeader("X-Twilio-Signature", signature(town.publicUrl() + path, fields));
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return Future.succeededFuture()
                .compose(go -> http.request(options))
                .compose(request -> request.send(Buffer.buffer(form)))
                .map(response -> response.statusCode())
                .otherwise(0);
    }

    private static String signature(String address, Map<String, String> fields) {
        StringBuilder text = new StringBuilder(address);
        fields.forEach((name, value) -> text.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Town.ACCOUNT_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA1", impossible);
        }
    }
}
