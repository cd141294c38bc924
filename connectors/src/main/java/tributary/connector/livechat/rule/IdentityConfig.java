package tributary.connector.livechat.rule;

import java.util.List;
import java.util.Optional;
import tributary.config.Secret;

/**
 * How visitors prove who they are.
 *
 * @param mode off: proofs are not looked at; observe: a bad proof is logged and the visitor stays anonymous; enforce: a
 *     bad proof ends the connection
 * @param keys what signs the proofs; each fixes its algorithm
 * @param userHash whether the HMAC of a user id is a proof too; it never expires, so it is off by default
 */
public record IdentityConfig(Mode mode, List<Key> keys, boolean userHash) {
    public static final IdentityConfig OFF = new IdentityConfig(Mode.OFF, List.of(), false);

    public IdentityConfig {
        mode = mode == null ? Mode.OFF : mode;
        keys = keys == null ? List.of() : List.copyOf(keys);
        if (keys.stream().map(Key::kid).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("keys: expected each kid once, found one twice");
        }
    }

    /** What a bad proof leads to. */
    public enum Mode {
        OFF,
        OBSERVE,
        ENFORCE
    }

    /**
     * @param kid the {@code kid} of the tokens this key signs
     * @param alg as RFC 7518 spells it: {@code HS256}, {@code RS256} or {@code ES256}
     * @param secret for HS256, at least 16 bytes
     * @param publicKey for the others: PEM, SubjectPublicKeyInfo
     */
    public record Key(String kid, String alg, Optional<Secret> secret, Optional<String> publicKey) {
        private static final List<String> ALGORITHMS = List.of("HS256", "RS256", "ES256");

        public Key {
            secret = secret == null ? Optional.empty() : secret;
            publicKey = publicKey == null ? Optional.empty() : publicKey;
            if (kid == null || kid.isBlank()) {
                throw new IllegalArgumentException("kid: expected a name, found none");
            }
            if (alg == null || !ALGORITHMS.contains(alg)) {
                throw new IllegalArgumentException("alg: expected one of " + ALGORITHMS + ", found \"" + alg + "\"");
            }
            if (alg.equals("HS256")
                    && secret.filter(s -> s.reveal().length() >= 16).isEmpty()) {
                throw new IllegalArgumentException("secret: expected at least 16 characters for HS256");
            }
            if (!alg.equals("HS256") && publicKey.isEmpty()) {
                throw new IllegalArgumentException("public-key: expected a PEM key for " + alg + ", found none");
            }
        }
    }
}
