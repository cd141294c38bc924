package tributary.connector.email.auth;

import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tributary.connector.email.auth.dkim.TagList;
import tributary.connector.email.auth.dns.Lookups;

/**
 * What a domain publishes (RFC 7489 section 6.3).
 *
 * @param request for mail of this domain that fails: {@code none}, {@code quarantine} or {@code reject}
 * @param strictDkim whether a signature must be of the very same domain
 * @param strictSpf whether the envelope must be of the very same domain
 */
record DmarcPolicy(String request, boolean strictDkim, boolean strictSpf) {
    /** Asks for the domain's policy, then for its organisation's (section 6.6.3). */
    static Future<Optional<DmarcPolicy>> find(Lookups dns, String domain) {
        String organisation = Organisation.of(domain);
        return dns.txt("_dmarc." + domain).compose(texts -> {
            Optional<DmarcPolicy> own = read(texts, false);
            if (own.isPresent() || organisation.equals(domain)) {
                return Future.succeededFuture(own);
            }
            return dns.txt("_dmarc." + organisation).map(above -> read(above, true));
        });
    }

    static Optional<DmarcPolicy> read(List<String> texts, boolean forSubdomain) {
        List<String> policies = texts.stream()
                .filter(text -> text.matches("(?s)v[ \t]*=[ \t]*DMARC1[ \t]*(;.*|)"))
                .toList();
        return policies.size() == 1
                ? TagList.parse(policies.get(0)).map(tags -> of(tags, forSubdomain))
                : Optional.empty();
    }

    /** A policy for a part of the mail, or for a test, asks for nothing we should act on. */
    private static DmarcPolicy of(TagList tags, boolean forSubdomain) {
        String request = word(tags, "p", "none");
        if (forSubdomain) {
            request = word(tags, "sp", request);
        }
        boolean trial =
                word(tags, "pct", "100").equals("0") || word(tags, "t", "n").equals("y");
        boolean known = request.equals("quarantine") || request.equals("reject");
        return new DmarcPolicy(
                known && !trial ? request : "none",
                word(tags, "adkim", "r").equals("s"),
                word(tags, "aspf", "r").equals("s"));
    }

    private static String word(TagList tags, String tag, String otherwise) {
        return tags.get(tag).orElse(otherwise).toLowerCase(Locale.ROOT);
    }
}
