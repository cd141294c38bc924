package tributary.connector.email.auth;

import java.util.List;
import java.util.Set;
import tributary.connector.email.auth.dkim.DkimVerdict;
import tributary.connector.email.auth.spf.SpfVerdict;

/**
 * What is known about a mail's sender.
 *
 * @param domain of the one address in From, lower case and ASCII; empty if there is not exactly one
 * @param source {@code own}, or {@code authentication-results:} and the host that was believed
 * @param flags what people should be warned of: {@code several-from}, {@code no-from}, {@code reply-to-differs},
 *     {@code punycode-domain}, {@code look-alike-domain}
 */
public record AuthenticationResult(
        AuthenticationLevel level,
        SpfVerdict spf,
        List<DkimVerdict> dkim,
        DmarcVerdict dmarc,
        String domain,
        String source,
        Set<String> flags) {
    public AuthenticationResult {
        dkim = List.copyOf(dkim);
        flags = Set.copyOf(flags);
    }
}
