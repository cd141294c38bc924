package tributary.connector.email.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tributary.connector.email.auth.dkim.DkimResult;
import tributary.connector.email.auth.dkim.DkimVerdict;
import tributary.connector.email.auth.dkim.RawField;
import tributary.connector.email.auth.dkim.RawHeader;
import tributary.connector.email.auth.spf.SpfResult;
import tributary.connector.email.auth.spf.SpfVerdict;

/** What a trusted host in front of us found out. */
final class TrustedResults {
    private TrustedResults() {}

    /** The topmost field of one of the trusted hosts; fields of others are as if they were not there. */
    static Optional<ResultsField> find(RawHeader header, List<String> authservIds) {
        for (RawField field : header.all("Authentication-Results")) {
            Optional<ResultsField> read = ResultsField.parse(field.value());
            if (read.isPresent()
                    && authservIds.stream()
                            .anyMatch(id -> id.equalsIgnoreCase(read.get().authservId()))) {
                return read;
            }
        }
        return Optional.empty();
    }

    static AuthenticationResult of(ResultsField field, String domain, Set<String> flags) {
        SpfVerdict spf =
                field.all("spf").stream().findFirst().map(TrustedResults::spf).orElse(SpfVerdict.NONE);
        List<DkimVerdict> dkim = new ArrayList<>();
        field.all("dkim").stream()
                .filter(method -> !method.result().equals("none"))
                .forEach(method -> dkim.add(dkim(method)));
        DmarcVerdict dmarc = field.all("dmarc").stream()
                .filter(method -> method.property("header.from").equalsIgnoreCase(domain))
                .findFirst()
                .map(TrustedResults::dmarc)
                .orElse(DmarcVerdict.NONE);
        return new AuthenticationResult(
                level(domain, spf, dkim, dmarc),
                spf,
                dkim,
                dmarc,
                domain,
                "authentication-results:" + field.authservId(),
                flags);
    }

    private static AuthenticationLevel level(
            String domain, SpfVerdict spf, List<DkimVerdict> dkim, DmarcVerdict dmarc) {
        if (domain.isEmpty()) {
            return AuthenticationLevel.NONE;
        }
        if (dmarc.is("fail")) {
            return dmarc.policy().equals("none") ? AuthenticationLevel.NONE : AuthenticationLevel.FAIL;
        }
        boolean signed = dkim.stream()
                .anyMatch(verdict ->
                        verdict.result() == DkimResult.PASS && Organisation.aligned(verdict.domain(), domain, false));
        if (dmarc.is("pass") || signed) {
            return AuthenticationLevel.VERIFIED;
        }
        boolean host = spf.result() == SpfResult.PASS && Organisation.aligned(spf.domain(), domain, false);
        return host ? AuthenticationLevel.WEAK : AuthenticationLevel.NONE;
    }

    private static SpfVerdict spf(ResultsField.Method method) {
        String identity = method.property("smtp.mailfrom");
        String name = identity.isEmpty() ? method.property("smtp.helo") : identity;
        String domain = name.substring(name.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        for (SpfResult result : SpfResult.values()) {
            if (result.word().equals(method.result())) {
                return new SpfVerdict(result, domain);
            }
        }
        return new SpfVerdict(method.result().equals("hardfail") ? SpfResult.FAIL : SpfResult.NONE, domain);
    }

    private static DkimVerdict dkim(ResultsField.Method method) {
        String identity = method.property("header.i");
        String domain = method.property("header.d").isEmpty()
                ? identity.substring(identity.lastIndexOf('@') + 1)
                : method.property("header.d");
        DkimResult result = DkimResult.PERMERROR;
        for (DkimResult known : DkimResult.values()) {
            result = known.word().equals(method.result()) ? known : result;
        }
        String reason = result == DkimResult.PASS ? "" : method.result();
        return new DkimVerdict(result, domain.toLowerCase(Locale.ROOT), method.property("header.s"), reason);
    }

    /** Hosts tell the policy in a comment, a property, or as what they did. */
    private static DmarcVerdict dmarc(ResultsField.Method method) {
        String told = method.comment()
                + " p=" + method.property("policy.published-domain-policy").toLowerCase(Locale.ROOT)
                + " action=" + method.property("action").toLowerCase(Locale.ROOT);
        boolean nothingAsked = told.matches("(?s).*\\b(p|action)=none\\b.*");
        return new DmarcVerdict(method.result(), nothingAsked ? "none" : "quarantine");
    }
}
