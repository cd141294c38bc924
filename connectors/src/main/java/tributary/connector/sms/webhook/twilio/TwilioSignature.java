package tributary.connector.sms.webhook.twilio;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tributary.config.Secret;

/**
 * {@code X-Twilio-Signature}: HMAC-SHA1 over the address and the form (Twilio, "Webhooks security"). It says nothing of the
 * time, so that a repetition is only known by its id.
 */
public final class TwilioSignature {

    private static final Pattern BODY_HASH = Pattern.compile("[?&]bodySHA256=([0-9a-fA-F]{64})(&|$)");

    private final List<Secret> tokens;

    /** @param tokens those of the account; two are valid while one is being replaced */
    public TwilioSignature(List<Secret> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /**
     * Whether a form, or a request without a body, is signed.
     *
     * @param url the address as configured at Twilio, with its query
     * @param form all values of each member; none for a GET
     */
    public boolean valid(String url, Map<String, List<String>> form, @Nullable String signature) {
        if (signature == null) {
            return false;
        }
        StringBuilder members = new StringBuilder();
        new TreeMap<>(form)
                .forEach((name, values) -> new TreeSet<>(values)
                        .forEach(value -> members.append(name).append(value)));
        boolean valid = false;
        for (Secret token : tokens) {
            for (String address : List.of(url, withPort(url), withoutPort(url))) {
                valid |= same(sign(token, address + members), signature);
            }
        }
        return valid;
    }

    /** Whether a JSON body is signed: its hash stands in the address. */
    public boolean valid(String url, Buffer body, @Nullable String signature) {
        Matcher hash = BODY_HASH.matcher(url);
        return hash.find()
                && same(sha256(body), hash.group(1).toLowerCase(Locale.ROOT))
                && valid(url, Map.of(), signature);
    }

    private static String sign(Secret token, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA1: expected in every JVM", e);
        }
    }

    private static String sha256(Buffer body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256: expected in every JVM", e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String withPort(String url) {
        URI address = URI.create(url);
        return address.getPort() >= 0
                ? url
                : url.replaceFirst("^(https?://[^/?]+)", "$1:" + (url.startsWith("https:") ? 443 : 80));
    }

    private static String withoutPort(String url) {
        return url.replaceFirst("^(https?://[^/?]+?):[0-9]+(?=[/?]|$)", "$1");
    }
}
