package tributary.connector.livechat.rule;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Judges a visitor's proof of being a user of the embedding site: a JWT (RFC 7519) that the site signed for this inbox
 * within the last minutes, or the HMAC of the user's id. The algorithm belongs to the key, never to the token.
 */
public final class VisitorIdentity {
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MAX_SUBJECT = 200;
    private static final List<String> FACTS = List.of("name", "email", "phone");

    private final String audience;
    private final Map<String, ProofKey> keys;
    private final List<HmacSha256> hashKeys;

    private VisitorIdentity(String audience, Map<String, ProofKey> keys, List<HmacSha256> hashKeys) {
        this.audience = audience;
        this.keys = keys;
        this.hashKeys = hashKeys;
    }

    /** @throws IllegalArgumentException if a key cannot be read */
    public static VisitorIdentity of(String inbox, IdentityConfig config) {
        Map<String, ProofKey> keys = new TreeMap<>();
        List<HmacSha256> hashKeys = new ArrayList<>();
        for (IdentityConfig.Key key : config.keys()) {
            keys.put(key.kid(), ProofKey.of(key));
            if (config.userHash()) {
                key.secret().map(ProofKey::hmac).ifPresent(hashKeys::add);
            }
        }
        return new VisitorIdentity("widget:" + inbox, keys, hashKeys);
    }

    public Verdict judge(Proof proof, Instant now) {
        return proof instanceof Proof.Hash hash ? judge(hash) : judge((Proof.Token) proof, now);
    }

    private Verdict judge(Proof.Hash hash) {
        byte[] given = hash.hmac().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        boolean good = hashKeys.stream()
                .anyMatch(key -> MessageDigest.isEqual(
                        HexFormat.of().formatHex(key.of(hash.id())).getBytes(StandardCharsets.UTF_8), given));
        return good && subjectIsSane(hash.id())
                ? new Verdict.Proved(hash.id(), Map.of(), Optional.empty())
                : new Verdict.Refused("the hash does not match");
    }

    private Verdict judge(Proof.Token token, Instant now) {
        try {
            SignedJWT jwt = SignedJWT.parse(token.jwt());
            Optional<String> problem = signatureProblem(jwt);
            return problem.isPresent() ? new Verdict.Refused(problem.get()) : judge(jwt.getJWTClaimsSet(), now);
        } catch (ParseException | JOSEException e) {
            return new Verdict.Refused("not a signed JWT");
        }
    }

    private Optional<String> signatureProblem(SignedJWT jwt) throws JOSEException {
        JWSHeader header = jwt.getHeader();
        ProofKey key = header.getKeyID() == null ? null : keys.get(header.getKeyID());
        if (key == null) {
            return Optional.of("kid: expected a known key");
        }
        if (!header.getAlgorithm().getName().equals(key.algorithm())) {
            return Optional.of("alg: expected " + key.algorithm());
        }
        boolean plain = header.getCriticalParams() == null && header.isBase64URLEncodePayload();
        return plain && key.verifies(jwt) ? Optional.empty() : Optional.of("the signature does not match");
    }

    private Verdict judge(JWTClaimsSet claims, Instant now) {
        Date expires = claims.getExpirationTime();
        String subject = claims.getSubject();
        if (subject == null || !subjectIsSane(subject)) {
            return new Verdict.Refused("sub: expected 1 to " + MAX_SUBJECT + " characters");
        }
        if (!claims.getAudience().contains(audience)) {
            return new Verdict.Refused("aud: expected \"" + audience + "\"");
        }
        String id = claims.getJWTID();
        if (id != null && (id.isBlank() || id.length() > MAX_SUBJECT)) {
            return new Verdict.Refused("jti: expected 1 to " + MAX_SUBJECT + " characters");
        }
        if (expires == null || lastsTooLong(claims, expires.toInstant(), now)) {
            return new Verdict.Refused("exp: expected at most 10 minutes after iat");
        }
        if (!expires.toInstant().plus(SKEW).isAfter(now)) {
            return new Verdict.Expired();
        }
        return new Verdict.Proved(
                subject,
                facts(claims),
                Optional.ofNullable(id)
                        .map(once -> new OneUse(once, expires.toInstant().plus(SKEW))));
    }

    private static boolean lastsTooLong(JWTClaimsSet claims, Instant expires, Instant now) {
        Date issued = claims.getIssueTime();
        Date notBefore = claims.getNotBeforeTime();
        Instant latestStart = now.plus(SKEW);
        return issued == null
                || issued.toInstant().isAfter(latestStart)
                || (notBefore != null && notBefore.toInstant().isAfter(latestStart))
                || expires.isAfter(issued.toInstant().plus(LONGEST));
    }

    private static boolean subjectIsSane(String subject) {
        return !subject.isBlank()
                && subject.length() <= MAX_SUBJECT
                && subject.codePoints().noneMatch(Character::isISOControl);
    }

    private static Map<String, String> facts(JWTClaimsSet claims) {
        Map<String, String> facts = new TreeMap<>();
        FACTS.forEach(name -> keep(facts, name, claims.getClaim(name)));
        if (claims.getClaim("attrs") instanceof Map<?, ?> attrs) {
            attrs.entrySet().stream().limit(20).forEach(e -> keep(facts, "attrs." + e.getKey(), e.getValue()));
        }
        return facts;
    }

    private static void keep(Map<String, String> facts, String name, Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            String text = TextRule.clean(value.toString());
            facts.put(name, text.substring(0, Math.min(text.length(), MAX_SUBJECT)));
        }
    }

    /** What a visitor shows. Neither kind appears in a log. */
    public sealed interface Proof {
        /** A token of the embedding site. */
        record Token(String jwt) implements Proof {
            @Override
            public String toString() {
                return "Token[***]";
            }
        }

        /** A user id and the hex HMAC-SHA256 of it. */
        record Hash(String id, String hmac) implements Proof {
            @Override
            public String toString() {
                return "Hash[***]";
            }
        }
    }

    /**
     * A token's {@code jti} (RFC 7519, section 4.1.7).
     *
     * @param until from then on the token is refused anyway
     */
    public record OneUse(String id, Instant until) {}

    /** What came of it. */
    public sealed interface Verdict {
        /**
         * @param facts signed facts about the person
         * @param oneUse given if the token is good for one session only
         */
        record Proved(String subject, Map<String, String> facts, Optional<OneUse> oneUse) implements Verdict {
            public Proved {
                facts = Map.copyOf(facts);
            }
        }

        /** It was good once; the site can make a new one. */
        record Expired() implements Verdict {}

        /** @param reason what was expected; holds nothing of the proof */
        record Refused(String reason) implements Verdict {}
    }
}
