package tributary.connector.email.auth;

import java.util.List;
import java.util.Set;
import tributary.connector.email.auth.dns.DnsConfig;

/**
 * How senders are checked.
 *
 * @param authservIds hosts in front of us whose {@code Authentication-Results} are believed (RFC 8601 section 2.5).
 *     Such a host must remove fields with its own name that come from outside. If any are named, mail reaches us
 *     through them only, so that the peer's address says nothing and SPF is not asked
 * @param ownDomains domains that nobody may imitate
 */
public record AuthenticationConfig(DnsConfig dns, List<String> authservIds, Set<String> ownDomains) {
    public AuthenticationConfig {
        dns = dns == null ? DnsConfig.STANDARD : dns;
        authservIds = authservIds == null ? List.of() : List.copyOf(authservIds);
        ownDomains = ownDomains == null ? Set.of() : Set.copyOf(ownDomains);
    }
}
