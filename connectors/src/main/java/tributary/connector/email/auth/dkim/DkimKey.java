package tributary.connector.email.auth.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A published key (RFC 6376 section 3.6.1, RFC 8463 section 4). */
record DkimKey(PublicKey key, boolean ed25519, boolean testing, boolean strictIdentity) {
    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int LEAST_RSA_BITS = 1024;
    private static final int MOST_RSA_BITS = 8192;

    /** @throws DkimFaultException if no record of the name is a usable key */
    static DkimKey parse(List<String> records) {
        DkimFaultException why = fault("no key");
        for (String record : records) {
            try {
                return parse(record);
            } catch (DkimFaultException e) {
                why = e;
            }
        }
        throw why;
    }

    private static DkimKey parse(String record) {
        TagList tags = TagList.parse(record).orElseThrow(() -> fault("key is not a list of tags"));
        if (!tags.firstOrAbsent("v") || !tags.get("v").orElse("DKIM1").equals("DKIM1")) {
            throw fault("key is not of version DKIM1");
        }
        String data = tags.packed("p").orElseThrow(() -> fault("key has no p="));
        if (data.isEmpty()) {
            throw fault("key revoked");
        }
        List<String> hashes = words(tags.get("h").orElse("sha256"));
        List<String> services = words(tags.get("s").orElse("*"));
        if (!hashes.contains("sha256") || !(services.contains("*") || services.contains("email"))) {
            throw fault("key is for something else");
        }
        String type = tags.get("k").orElse("rsa").toLowerCase(Locale.ROOT);
        List<String> flags = words(tags.get("t").orElse(""));
        return new DkimKey(key(type, data), type.equals("ed25519"), flags.contains("y"), flags.contains("s"));
    }

    private static PublicKey key(String type, String data) {
        try {
            byte[] bytes = Base64.getDecoder().decode(data);
            if (type.equals("ed25519") && bytes.length == 32) {
                byte[] whole = Arrays.copyOf(ED25519_HEAD, ED25519_HEAD.length + 32);
                System.arraycopy(bytes, 0, whole, ED25519_HEAD.length, 32);
                return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(whole));
            }
            if (type.equals("rsa")) {
                return rsa(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes)));
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw fault("key cannot be read");
        }
        throw fault("key of a kind we do not know");
    }

    private static PublicKey rsa(PublicKey key) {
        int bits = key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 0;
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            throw fault("key of " + bits + " bits");
        }
        return key;
    }

    /** Ed25519 signs the SHA-256 of the text, not the text (RFC 8463 section 3). */
    boolean signed(String text, String signature) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            Signature check = Signature.getInstance(ed25519 ? "Ed25519" : "SHA256withRSA");
            check.initVerify(key);
            check.update(ed25519 ? BodyHash.sha256().digest(bytes) : bytes);
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(":", -1))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static DkimFaultException fault(String reason) {
        return new DkimFaultException(DkimResult.PERMERROR, reason);
    }
}
