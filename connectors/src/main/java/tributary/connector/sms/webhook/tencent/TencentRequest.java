package tributary.connector.sms.webhook.tencent;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tributary.config.Secret;

/** The headers of a signed call (Tencent Cloud, "Signature method v3", TC3-HMAC-SHA256). */
final class TencentRequest {

    private static final String SERVICE = "sms";
    private static final String TYPE = "application/json; charset=utf-8";

    private TencentRequest() {}

    static Map<String, String> headers(
            String secretId, Secret key, String host, String action, Buffer body, Instant now) {
        String date = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
        String scope = date + "/" + SERVICE + "/tc3_request";
        String signedHeaders = "content-type;host";
        String request = "POST\n/\n\ncontent-type:" + TYPE + "\nhost:" + host + "\n\n" + signedHeaders + "\n"
                + sha256(body.getBytes());
        String text = "TC3-HMAC-SHA256\n" + now.getEpochSecond() + "\n" + scope + "\n"
                + sha256(request.getBytes(StandardCharsets.UTF_8));
        byte[] dated = hmac(("TC3" + key.reveal()).getBytes(StandardCharsets.UTF_8), date);
        String signature = HexFormat.of().formatHex(hmac(hmac(hmac(dated, SERVICE), "tc3_request"), text));
        return Map.of(
                "Authorization",
                "TC3-HMAC-SHA256 Credential=" + secretId + "/" + scope + ", SignedHeaders=" + signedHeaders
                        + ", Signature=" + signature,
                "Content-Type",
                TYPE,
                "Host",
                host,
                "X-TC-Action",
                action,
                "X-TC-Version",
                "2021-01-11",
                "X-TC-Region",
                "ap-guangzhou",
                "X-TC-Timestamp",
                Long.toString(now.getEpochSecond()));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: expected in every JVM", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256: expected in every JVM", e);
        }
    }
}
