package tributary.connector.sms.webhook.aliyun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tributary.config.Secret;
import tributary.connector.sms.webhook.wire.ProviderHttp;

/** A signed call of an RPC action (Aliyun, "Request syntax and signature method V1 for RPC APIs"). */
final class AliyunRequest {

    private AliyunRequest() {}

    /** All parameters of the request, its signature among them. */
    static Map<String, String> signed(
            String keyId, Secret secret, Map<String, String> action, String nonce, Instant now) {
        Map<String, String> all = new TreeMap<>(action);
        all.put("Format", "JSON");
        all.put("AccessKeyId", keyId);
        all.put("SignatureMethod", "HMAC-SHA1");
        all.put("SignatureVersion", "1.0");
        all.put("SignatureNonce", nonce);
        all.put("Timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
        String query = all.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
        all.put("Signature", signature(secret, "POST&%2F&" + encoded(query)));
        return all;
    }

    private static String signature(Secret secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec((secret.reveal() + "&").getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA1: expected in every JVM", e);
        }
    }

    private static String encoded(String text) {
        return ProviderHttp.encoded(text)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
