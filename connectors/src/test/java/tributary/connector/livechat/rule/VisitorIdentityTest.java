package tributary.connector.livechat.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.config.Secret;
import tributary.connector.livechat.rule.IdentityConfig.Mode;
import tributary.connector.livechat.rule.VisitorIdentity.OneUse;
import tributary.connector.livechat.rule.VisitorIdentity.Proof;
import tributary.connector.livechat.rule.VisitorIdentity.Verdict;

class VisitorIdentityTest {
    private static final String SECRET = "widget-secret-01";
    private static final Instant ISSUED = Instant.ofEpochSecond(1767225600);

    /** The vector of the protocol sheet. */
    private static final String VECTOR = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IncxIn0."
            + "eyJzdWIiOiJ1c2VyLTEwMDEiLCJlbWFpbCI6ImxpQGV4YW1wbGUuY24iLCJhdWQiOiJ3aWRnZXQ6YWNtZS13ZWIiLCJpYXQiOjE3NjcyMjU2MDAs"
            + "ImV4cCI6MTc2NzIyNTkwMCwianRpIjoiai0wMDAxIn0.fbPspJOSHT2wv5myCCKOKumkH-CnWm18k5AuyflRFZ8";

    private final VisitorIdentity identity = VisitorIdentity.of("acme-web", config(true, shared("w1")));

    @Test
    void acceptsTheVector() {
        assertThat(judge(VECTOR, ISSUED))
                .isEqualTo(new Verdict.Proved(
                        "user-1001",
                        Map.of("email", "li@example.cn"),
                        Optional.of(new OneUse("j-0001", ISSUED.plusSeconds(360)))));
    }

    @ParameterizedTest
    @CsvSource({"-61, Refused", "-60, Proved", "0, Proved", "300, Proved", "359, Proved", "360, Expired"})
    void toleratesAMinuteOfClockSkewAtBothEnds(long secondsAfterIssue, String verdict) {
        assertThat(judge(VECTOR, ISSUED.plusSeconds(secondsAfterIssue))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(verdict);
    }

    @Test
    void refusesAnotherAlgorithmThanTheKeysOwn() {
        String payload = payload("user-1001", "widget:acme-web", 300);
        String none = Jwts.encode("{\"alg\":\"none\",\"kid\":\"w1\"}") + "." + Jwts.encode(payload) + ".";
        String swapped = Jwts.signed(SECRET, "{\"alg\":\"RS256\",\"kid\":\"w1\"}", payload);
        String longer = Jwts.signed(SECRET, "{\"alg\":\"HS512\",\"kid\":\"w1\"}", payload);

        for (String jwt : List.of(none, swapped, longer)) {
            assertThat(judge(jwt, ISSUED)).isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void refusesAPublicKeyUsedAsASharedSecret() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String pem = pem(pair);
        VisitorIdentity rsa = VisitorIdentity.of("acme-web", config(false, open("r1", "RS256", pem)));
        String forged =
                Jwts.signed(pem, "{\"alg\":\"HS256\",\"kid\":\"r1\"}", payload("user-1001", "widget:acme-web", 300));

        assertThat(rsa.judge(new Proof.Token(forged), ISSUED)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void refusesWrongAudienceUnknownKeyLongLifeMissingClaimsAndTampering() {
        List<String> bad = List.of(
                hs256(payload("user-1001", "widget:other", 300)),
                hs256(payload("user-1001", "widget:acme-web", 601)),
                hs256(payload("", "widget:acme-web", 300)),
                hs256("{\"sub\":\"u\",\"aud\":\"widget:acme-web\",\"exp\":1767225900}"),
                hs256("{\"sub\":\"u\",\"aud\":\"widget:acme-web\",\"iat\":1767225600}"),
                Jwts.signed(SECRET, "{\"alg\":\"HS256\"}", payload("u", "widget:acme-web", 300)),
                Jwts.signed(SECRET, "{\"alg\":\"HS256\",\"kid\":\"w2\"}", payload("u", "widget:acme-web", 300)),
                Jwts.signed(
                        "another-secret-1", "{\"alg\":\"HS256\",\"kid\":\"w1\"}", payload("u", "widget:acme-web", 300)),
                Jwts.signed(
                        SECRET,
                        "{\"alg\":\"HS256\",\"kid\":\"w1\",\"crit\":[\"exp\"],\"exp\":1}",
                        payload("u", "widget:acme-web", 300)),
                VECTOR.substring(0, VECTOR.length() - 2) + "AA",
                "a.b.c",
                "");

        for (String jwt : bad) {
            assertThat(judge(jwt, ISSUED)).as(jwt).isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void acceptsRs256AndEs256UnderTheirOwnKeys() throws Exception {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair ec = curve.generateKeyPair();
        VisitorIdentity both = VisitorIdentity.of(
                "acme-web", config(false, open("r1", "RS256", pem(rsa)), open("e1", "ES256", pem(ec))));

        String rs256 = signed(JWSAlgorithm.RS256, "r1", new RSASSASigner(rsa.getPrivate()));
        String es256 = signed(JWSAlgorithm.ES256, "e1", new ECDSASigner((ECPrivateKey) ec.getPrivate()));
        String crossed = signed(JWSAlgorithm.RS256, "e1", new RSASSASigner(rsa.getPrivate()));

        assertThat(both.judge(new Proof.Token(rs256), ISSUED)).isInstanceOf(Verdict.Proved.class);
        assertThat(both.judge(new Proof.Token(es256), ISSUED)).isInstanceOf(Verdict.Proved.class);
        assertThat(both.judge(new Proof.Token(crossed), ISSUED)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void acceptsTheHashVectorOnlyWhereAllowed() {
        Proof hash = new Proof.Hash("user-1001", "d1cc1b0ca278ab6b4f1bdb88f43589a4cb99ebffaca4a553b17e0822cfbc1291");
        VisitorIdentity strict = VisitorIdentity.of("acme-web", config(false, shared("w1")));

        assertThat(identity.judge(hash, ISSUED)).isEqualTo(new Verdict.Proved("user-1001", Map.of(), Optional.empty()));
        assertThat(strict.judge(hash, ISSUED)).isInstanceOf(Verdict.Refused.class);
        assertThat(identity.judge(new Proof.Hash("user-1002", "d1cc"), ISSUED)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void refusesKeysThatCannotWork() {
        assertThatThrownBy(() -> new IdentityConfig.Key("w1", "none", Optional.empty(), Optional.empty()))
                .hasMessage("alg: expected one of [HS256, RS256, ES256], found \"none\"");
        assertThatThrownBy(
                        () -> new IdentityConfig.Key("w1", "HS256", Optional.of(new Secret("short")), Optional.empty()))
                .hasMessage("secret: expected at least 16 characters for HS256");
        assertThatThrownBy(() -> VisitorIdentity.of("web", config(false, open("r1", "RS256", "no key"))))
                .hasMessageContaining("identity.keys.public-key of \"r1\": expected a PEM public key for RS256");
    }

    @Test
    void showsNoProofAndNoKey() {
        assertThat(new Proof.Token(VECTOR).toString()).doesNotContain("eyJ");
        assertThat(shared("w1").toString()).doesNotContain(SECRET);
    }

    private Verdict judge(String jwt, Instant now) {
        return identity.judge(new Proof.Token(jwt), now);
    }

    private static String hs256(String payload) {
        return Jwts.signed(SECRET, "{\"alg\":\"HS256\",\"kid\":\"w1\"}", payload);
    }

    private static String payload(String subject, String audience, int lifetime) {
        return "{\"sub\":\"" + subject + "\",\"aud\":\"" + audience + "\",\"iat\":1767225600,\"exp\":"
                + (1767225600L + lifetime) + "}";
    }

    private static String signed(JWSAlgorithm algorithm, String kid, JWSSigner signer) throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject("user-1001")
                .audience("widget:acme-web")
                .issueTime(Date.from(ISSUED))
                .expirationTime(Date.from(ISSUED.plusSeconds(300)))
                .build();
        SignedJWT jwt =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static IdentityConfig config(boolean userHash, IdentityConfig.Key... keys) {
        return new IdentityConfig(Mode.ENFORCE, List.of(keys), userHash);
    }

    private static IdentityConfig.Key shared(String kid) {
        return new IdentityConfig.Key(kid, "HS256", Optional.of(new Secret(SECRET)), Optional.empty());
    }

    private static IdentityConfig.Key open(String kid, String alg, String pem) {
        return new IdentityConfig.Key(kid, alg, Optional.empty(), Optional.of(pem));
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
