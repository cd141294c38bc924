package tributary.connector.email.auth.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The signatures of one mail, its body hashed, waiting for keys. Reading and judging are for worker threads: they read
 * the whole mail and calculate.
 */
public final class DkimCheck {
    /** Signatures that are looked at, from the top; more are ignored. */
    public static final int MOST_SIGNATURES = 8;

    private final RawHeader header;
    private final List<DkimSignature> signatures = new ArrayList<>();
    private final List<DkimVerdict> broken = new ArrayList<>();
    private final Optional<byte[]> simpleHash;
    private final Optional<byte[]> relaxedHash;

    private DkimCheck(RawHeader header, InputStream body) throws IOException {
        this.header = header;
        for (RawField field :
                header.all("DKIM-Signature").stream().limit(MOST_SIGNATURES).toList()) {
            try {
                signatures.add(DkimSignature.parse(field));
            } catch (DkimFaultException e) {
                broken.add(e.verdict("", ""));
            }
        }
        Optional<BodyHash> simple = hash(false);
        Optional<BodyHash> relaxed = hash(true);
        if (!signatures.isEmpty()) {
            feed(body, simple, relaxed);
        }
        this.simpleHash = simple.map(BodyHash::finish);
        this.relaxedHash = relaxed.map(BodyHash::finish);
    }

    /**
     * Reads a mail.
     *
     * @param mail from its first byte; the caller closes it; should be buffered
     */
    public static DkimCheck read(InputStream mail) throws IOException {
        return new DkimCheck(RawHeader.read(mail), mail);
    }

    /** The header that was read on the way. */
    public RawHeader header() {
        return header;
    }

    /** Names of the text records that hold the keys, each once. */
    public List<String> keyNames() {
        return signatures.stream().map(DkimSignature::keyName).distinct().toList();
    }

    /**
     * @param keys the text records of a name in {@link #keyNames}; nothing if nobody answered
     * @return one for each signature looked at
     */
    public List<DkimVerdict> verdicts(Function<String, Optional<List<String>>> keys, Instant now) {
        List<DkimVerdict> verdicts = new ArrayList<>();
        for (DkimSignature signature : signatures) {
            try {
                verify(signature, keys.apply(signature.keyName()), now);
                verdicts.add(new DkimVerdict(DkimResult.PASS, signature.domain(), signature.selector(), ""));
            } catch (DkimFaultException e) {
                verdicts.add(e.verdict(signature.domain(), signature.selector()));
            }
        }
        verdicts.addAll(broken);
        return List.copyOf(verdicts);
    }

    private void verify(DkimSignature signature, Optional<List<String>> records, Instant now) {
        if (signature.expires().isPresent() && signature.expires().get() < now.getEpochSecond()) {
            throw new DkimFaultException(DkimResult.FAIL, "signature expired");
        }
        DkimKey key = DkimKey.parse(
                records.orElseThrow(() -> new DkimFaultException(DkimResult.TEMPERROR, "no answer about the key")));
        if (key.ed25519() != signature.algorithm().startsWith("ed25519")) {
            throw new DkimFaultException(DkimResult.PERMERROR, "key of another algorithm");
        }
        if (key.strictIdentity() && !signature.identityDomain().equals(signature.domain())) {
            throw new DkimFaultException(DkimResult.PERMERROR, "key is not for subdomains");
        }
        if (signature.lengthLimited()) {
            throw new DkimFaultException(DkimResult.POLICY, "only a part of the body is signed");
        }
        byte[] body = (signature.relaxedBody() ? relaxedHash : simpleHash).orElseThrow();
        if (!MessageDigest.isEqual(body, Base64.getDecoder().decode(signature.bodyHash()))) {
            throw new DkimFaultException(DkimResult.FAIL, "body changed");
        }
        if (!key.signed(signature.signedText(header.fields()), signature.signature())) {
            throw new DkimFaultException(DkimResult.FAIL, "header changed or key of somebody else");
        }
        if (key.testing()) {
            throw new DkimFaultException(DkimResult.NEUTRAL, "signer is testing");
        }
    }

    private Optional<BodyHash> hash(boolean relaxed) {
        boolean wanted = signatures.stream().anyMatch(signature -> signature.relaxedBody() == relaxed);
        return wanted ? Optional.of(new BodyHash(relaxed)) : Optional.empty();
    }

    private static void feed(InputStream body, Optional<BodyHash> simple, Optional<BodyHash> relaxed)
            throws IOException {
        byte[] piece = new byte[16_384];
        for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
            int fed = length;
            simple.ifPresent(hash -> hash.update(piece, fed));
            relaxed.ifPresent(hash -> hash.update(piece, fed));
        }
    }
}
