package tributary.connector.livechat.rule;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import tributary.config.Secret;

/** One key that signs visitors' tokens, with the one algorithm it is used with. */
sealed interface ProofKey {

    String algorithm();

    boolean verifies(SignedJWT jwt) throws JOSEException;

    /** @throws IllegalArgumentException if the public key is not of the algorithm's kind */
    static ProofKey of(IdentityConfig.Key key) {
        return switch (key.alg()) {
            case "HS256" -> new Shared(hmac(key.secret().orElseThrow()));
            case "RS256" -> new Public("RS256", rsa(key));
            case "ES256" -> new Public("ES256", ec(key));
            default -> throw wrong(key);
        };
    }

    static HmacSha256 hmac(Secret secret) {
        return new HmacSha256(secret.reveal().getBytes(StandardCharsets.UTF_8));
    }

    private static JWSVerifier rsa(IdentityConfig.Key key) {
        return new RSASSAVerifier((RSAPublicKey) publicKey(key, "RSA"));
    }

    private static JWSVerifier ec(IdentityConfig.Key key) {
        try {
            return new ECDSAVerifier((ECPublicKey) publicKey(key, "EC"));
        } catch (JOSEException e) {
            throw wrong(key);
        }
    }

    private static PublicKey publicKey(IdentityConfig.Key key, String family) {
        String base64 =
                key.publicKey().orElse("").replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw wrong(key);
        }
    }

    private static IllegalArgumentException wrong(IdentityConfig.Key key) {
        return new IllegalArgumentException("identity.keys.public-key of \"" + key.kid()
                + "\": expected a PEM public key for " + key.alg() + ", found something else");
    }

    /**
     * HS256. Verified here: the library refuses secrets under 32 bytes, which sites have from other widgets.
     */
    record Shared(HmacSha256 hmac) implements ProofKey {
        @Override
        public String algorithm() {
            return "HS256";
        }

        @Override
        public boolean verifies(SignedJWT jwt) {
            return MessageDigest.isEqual(
                    hmac.of(jwt.getSigningInput()), jwt.getSignature().decode());
        }
    }

    /** RS256 or ES256. */
    record Public(String algorithm, JWSVerifier verifier) implements ProofKey {
        @Override
        public boolean verifies(SignedJWT jwt) throws JOSEException {
            return jwt.verify(verifier);
        }
    }
}
