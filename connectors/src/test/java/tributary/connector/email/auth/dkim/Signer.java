package tributary.connector.email.auth.dkim;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** Signs a mail as a sender would, with the JDK. */
public final class Signer {
    private final KeyPair keys;
    private final boolean ed25519;

    private Signer(KeyPair keys, boolean ed25519) {
        this.keys = keys;
        this.ed25519 = ed25519;
    }

    public static Signer rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return new Signer(generator.generateKeyPair(), false);
    }

    public static Signer ed25519() throws GeneralSecurityException {
        return new Signer(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), true);
    }

    public String record() {
        byte[] encoded = keys.getPublic().getEncoded();
        byte[] bytes = ed25519 ? Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length) : encoded;
        return "v=DKIM1; k=" + (ed25519 ? "ed25519" : "rsa") + "; p="
                + Base64.getEncoder().encodeToString(bytes);
    }

    /** Adds a signature; more tags, such as {@code l=5;}, as given. */
    public String sign(String mail, String domain, String form, String tags)
            throws GeneralSecurityException, IOException {
        byte[] bytes = mail.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        RawHeader header = RawHeader.read(in);
        BodyHash hash = new BodyHash(form.endsWith("/relaxed"));
        byte[] body = in.readAllBytes();
        hash.update(body, body.length);
        String field =
                "DKIM-Signature: v=1; a=" + (ed25519 ? "ed25519" : "rsa") + "-sha256; c=" + form + "; d=" + domain
                        + "; s=sel; h=from:to:subject:from; " + tags + "\r\n\tbh="
                        + Base64.getEncoder().encodeToString(hash.finish()) + ";\r\n b=";
        DkimSignature unsigned = DkimSignature.parse(new RawField("DKIM-Signature", field + "AAAA"));
        byte[] text = unsigned.signedText(header.fields()).getBytes(StandardCharsets.ISO_8859_1);
        Signature signature = Signature.getInstance(ed25519 ? "Ed25519" : "SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(ed25519 ? BodyHash.sha256().digest(text) : text);
        return field + Base64.getEncoder().encodeToString(signature.sign()) + "\r\n" + mail;
    }
}
