package tributary.load.faults.post;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tributary.load.faults.check.Sent;
import tributary.load.faults.town.Accounts;
import tributary.load.faults.town.Town;

/** The carrier's webhooks for incoming messages, signed as Twilio's page on the security of webhooks says. */
public final class Hooks implements Post {

    private static final int PATIENCE_MS = 8_000;
    private static final String PATH = "/hooks/sms";

    private final Town town;
    private final HookClient client;

    public Hooks(Vertx vertx, Town town) {
        this.town = town;
        this.client = new HookClient(vertx, town, PATIENCE_MS);
    }

    @Override
    public String inbox() {
        return "sms";
    }

    @Override
    public String id(String sender, int number) {
        return "SM" + sender + "x" + number;
    }

    @Override
    public Future<Verdict> bring(int node, Sent message) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("MessageSid", message.externalId());
        fields.put("AccountSid", Accounts.ACCOUNT);
        fields.put("From", "+" + Post.phone(message.sender()));
        fields.put("To", Accounts.NUMBER);
        fields.put("Body", message.text());
        fields.put("NumMedia", "0");
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Twilio-Signature",
                signature(town.publicUrl() + PATH, fields));
        return client.post(node, PATH, headers, HookClient.encoded(fields));
    }

    private static String signature(String address, Map<String, String> fields) {
        StringBuilder text = new StringBuilder(address);
        fields.forEach((name, value) -> text.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Accounts.ACCOUNT_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA1", impossible);
        }
    }
}
