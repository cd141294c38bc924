package tributary.connector.email.send;

import io.vertx.ext.mail.CanonicalizationAlgorithm;
import io.vertx.ext.mail.DKIMSignOptions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import tributary.config.Secret;

/** The key with which mails are signed (RFC 6376): RSA, because nobody verifies anything else everywhere. */
final class DkimKey {
    private static final int SHORTEST = 1024;

    /**
     * Everything a reader sees or a mail program acts on. Absent fields are signed as absent, so that nobody can add them;
     * From and Subject are named twice, so that nobody can add a second.
     */
    static final List<String> SIGNED = List.of(
            "From",
            "From",
            "Reply-To",
            "Subject",
            "Subject",
            "Date",
            "To",
            "Cc",
            "Message-ID",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "Auto-Submitted",
            "List-Unsubscribe",
            "List-Unsubscribe-Post");

    private DkimKey() {}

    /** @throws IllegalArgumentException if it is no RSA key in PKCS #8; never says what it is */
    static void check(Secret key) {
        try {
            int bits = ((RSAKey) KeyFactory.getInstance("RSA")
                            .generatePrivate(new PKCS8EncodedKeySpec(
                                    Base64.getMimeDecoder().decode(body(key)))))
                    .getModulus()
                    .bitLength();
            if (bits < SHORTEST) {
                throw new IllegalArgumentException(
                        "private-key: expected an RSA key of at least 1024 bits, found " + bits);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "private-key: expected an RSA key in PEM (BEGIN PRIVATE KEY, PKCS #8), found something else");
        }
    }

    static DKIMSignOptions options(SendConfig.Dkim dkim) {
        return new DKIMSignOptions()
                .setSdid(dkim.domain())
                .setSelector(dkim.selector())
                .setPrivateKey(body(dkim.privateKey()))
                .setHeaderCanonAlgo(CanonicalizationAlgorithm.RELAXED)
                .setBodyCanonAlgo(CanonicalizationAlgorithm.RELAXED)
                .setSignatureTimestamp(true)
                .setSignedHeaders(SIGNED);
    }

    /** The Base64 between the lines of a PEM file; the client knows nothing else. */
    private static String body(Secret key) {
        return key.reveal().replaceAll("-----[A-Z ]{3,40}-----", "").strip();
    }
}
