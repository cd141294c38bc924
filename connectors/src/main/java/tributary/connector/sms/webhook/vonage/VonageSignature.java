package tributary.connector.sms.webhook.vonage;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tributary.config.Secret;

/** The member {@code sig} of a webhook (Vonage, "Signing messages"): over all other members, with the time in it. */
public final class VonageSignature {

    private static final Duration FRESH = Duration.ofMinutes(5);

    private final List<Secret> secrets;
    private final Method method;

    /** @param secrets signature secrets of the account; two while one is being replaced */
    public VonageSignature(List<Secret> secrets, Method method) {
        this.secrets = List.copyOf(secrets);
        this.method = method;
    }

    /** Whether the members are signed, and not older or newer than five minutes. */
    public boolean valid(JsonObject members, Instant now) {
        String given = text(members, "sig").toLowerCase(Locale.ROOT);
        String signed = signed(members);
        boolean valid = false;
        for (Secret secret : secrets) {
            valid |= MessageDigest.isEqual(
                    method.sign(secret, signed).getBytes(StandardCharsets.UTF_8),
                    given.getBytes(StandardCharsets.UTF_8));
        }
        return valid && fresh(text(members, "timestamp"), now);
    }

    private static boolean fresh(String timestamp, Instant now) {
        if (!timestamp.matches("[0-9]{1,11}")) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(at, now).abs().compareTo(FRESH) <= 0;
    }

    private static String signed(JsonObject members) {
        StringBuilder text = new StringBuilder();
        for (String name : new TreeSet<>(members.fieldNames())) {
            String value = text(members, name);
            if (!name.equals("sig") && !value.isBlank()) {
                text.append('&').append(clean(name)).append('=').append(clean(value));
            }
        }
        return text.toString();
    }

    private static String clean(String text) {
        return text.replace('=', '_').replace('&', '_');
    }

    private static String text(JsonObject members, String name) {
        Object value = members.getValue(name);
        return value == null ? "" : value.toString();
    }

    /** How an account signs; a setting at Vonage. */
    public enum Method {
        MD5HASH(""),
        MD5("HmacMD5"),
        SHA1("HmacSHA1"),
        SHA256("HmacSHA256"),
        SHA512("HmacSHA512");

        private final String algorithm;

        Method(String algorithm) {
            this.algorithm = algorithm;
        }

        String sign(Secret secret, String text) {
            try {
                if (this == MD5HASH) {
                    byte[] all = (text + secret.reveal()).getBytes(StandardCharsets.UTF_8);
                    return HexFormat.of()
                            .formatHex(MessageDigest.getInstance("MD5").digest(all));
                }
                Mac mac = Mac.getInstance(algorithm);
                mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), algorithm));
                return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(name() + ": expected in every JVM", e);
            }
        }
    }
}
