package tributary.gateway.platform.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tributary.config.Secret;

/** What is derived from the cluster's secret, each for one purpose; the secret itself goes nowhere. */
final class ClusterKeys {

    private static final String HMAC = "HmacSHA256";

    /** Bytes of an authentication code. */
    static final int CODE = 32;

    private final byte[] secret;

    ClusterKeys(Secret secret) {
        this.secret = secret.reveal().getBytes(StandardCharsets.UTF_8);
    }

    /** Members with another name do not talk to each other; the name itself is no secret. */
    String clusterName() {
        return "tributary-" + HexFormat.of().formatHex(key("cluster-name"), 0, 8);
    }

    byte[] key(String purpose) {
        return code(secret, purpose.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] code(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + HMAC, impossible);
        }
    }
}
