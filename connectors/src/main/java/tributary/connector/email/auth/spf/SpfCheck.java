package tributary.connector.email.auth.spf;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tributary.connector.email.auth.dns.DnsTroubleException;
import tributary.connector.email.auth.dns.Lookups;

/**
 * The function check_host() for one mail (RFC 7208 section 4). Used once, on one Vert.x context; its Future never
 * fails.
 */
public final class SpfCheck {
    private static final int MOST_TERMS_THAT_ASK = 10;
    private static final int MOST_WITHOUT_ANSWER = 2;
    private static final int MOST_NAMES = 10;

    private final Lookups dns;
    private final IpAddress peer;
    private final SpfMacros macros;
    private int asked;
    private int unanswered;

    private SpfCheck(Lookups dns, IpAddress peer, SpfMacros macros) {
        this.dns = dns;
        this.peer = peer;
        this.macros = macros;
    }

    /**
     * Asks for the envelope sender's domain, or for the HELO name if the sender is empty.
     *
     * @param peer literal address of the sending host; anything else gives {@code none}
     */
    public static Future<SpfVerdict> check(Lookups dns, String peer, String helo, String sender) {
        Optional<IpAddress> address = IpAddress.literal(peer);
        int at = sender.lastIndexOf('@');
        String domain = (at < 0 ? helo : sender.substring(at + 1)).toLowerCase(Locale.ROOT);
        if (address.isEmpty() || !mayHavePolicy(domain)) {
            return Future.succeededFuture(new SpfVerdict(SpfResult.NONE, domain));
        }
        String identity = at > 0 ? sender : "postmaster@" + domain;
        SpfCheck check = new SpfCheck(dns, address.get(), new SpfMacros(address.get(), helo, identity));
        return check.policyOf(domain).otherwise(SpfCheck::result).map(result -> new SpfVerdict(result, domain));
    }

    private static boolean mayHavePolicy(String domain) {
        return domain.contains(".")
                && !domain.startsWith("[")
                && IpAddress.literal(domain).isEmpty();
    }

    private static SpfResult result(Throwable fault) {
        if (fault instanceof SpfStopException stop) {
            return stop.result();
        }
        return fault instanceof DnsTroubleException ? SpfResult.TEMPERROR : SpfResult.PERMERROR;
    }

    private Future<SpfResult> policyOf(String domain) {
        return dns.txt(domain).compose(texts -> {
            List<String> policies = texts.stream().filter(SpfRecord::is).toList();
            if (policies.isEmpty()) {
                return Future.succeededFuture(SpfResult.NONE);
            }
            if (policies.size() > 1) {
                throw new SpfStopException(SpfResult.PERMERROR, "two policies");
            }
            SpfRecord policy = SpfRecord.parse(policies.get(0));
            return from(policy, 0, domain);
        });
    }

    private Future<SpfResult> from(SpfRecord policy, int next, String domain) {
        if (next == policy.terms().size()) {
            return policy.redirect().map(to -> redirect(to, domain)).orElse(Future.succeededFuture(SpfResult.NEUTRAL));
        }
        SpfTerm term = policy.terms().get(next);
        return matches(term, domain)
                .compose(match -> match ? Future.succeededFuture(term.result()) : from(policy, next + 1, domain));
    }

    private Future<SpfResult> redirect(String to, String domain) {
        countTerm();
        return policyOf(macros.expand(to, domain)).map(result -> {
            if (result == SpfResult.NONE) {
                throw new SpfStopException(SpfResult.PERMERROR, "redirect to nothing");
            }
            return result;
        });
    }

    private Future<Boolean> matches(SpfTerm term, String domain) {
        if (term.kind().asks()) {
            countTerm();
        }
        String target = term.value()
                .map(value -> term.kind().asks() ? macros.expand(value, domain) : value)
                .orElse(domain);
        return switch (term.kind()) {
            case ALL -> Future.succeededFuture(true);
            case IP4, IP6 ->
                Future.succeededFuture(IpAddress.literal(target)
                        .map(net -> peer.sharesPrefix(net.address(), term.bits4()))
                        .orElse(false));
            case INCLUDE -> included(target);
            case A -> addressOf(target, term);
            case MX -> exchangerOf(target, term);
            case PTR -> named(target);
            case EXISTS -> dns.addresses(target, false).map(found -> answered(!found.isEmpty()));
        };
    }

    private Future<Boolean> included(String target) {
        return policyOf(target).map(result -> switch (result) {
            case PASS -> true;
            case FAIL, SOFTFAIL, NEUTRAL -> false;
            case TEMPERROR, PERMERROR -> throw new SpfStopException(result, "include");
            case NONE -> throw new SpfStopException(SpfResult.PERMERROR, "include of nothing");
        });
    }

    private Future<Boolean> addressOf(String target, SpfTerm term) {
        return dns.addresses(target, peer.six()).map(found -> {
            answered(!found.isEmpty());
            return anyIn(found, term);
        });
    }

    private boolean anyIn(List<InetAddress> addresses, SpfTerm term) {
        int prefix = peer.six() ? term.bits6() : term.bits4();
        return addresses.stream().anyMatch(address -> peer.sharesPrefix(address, prefix));
    }

    private Future<Boolean> exchangerOf(String target, SpfTerm term) {
        return dns.mx(target).compose(names -> {
            answered(!names.isEmpty());
            if (names.size() > MOST_NAMES) {
                throw new SpfStopException(SpfResult.PERMERROR, "too many exchangers");
            }
            return any(names, 0, name -> dns.addresses(name, peer.six()).map(found -> anyIn(found, term)));
        });
    }

    /** A name the peer's address claims, that leads back to it, and lies in the target (section 5.5). */
    private Future<Boolean> named(String target) {
        String wanted = target.toLowerCase(Locale.ROOT);
        return dns.names(peer.address())
                .recover(fault -> Future.succeededFuture(List.of()))
                .compose(names -> {
                    answered(!names.isEmpty());
                    List<String> inside = names.stream()
                            .limit(MOST_NAMES)
                            .map(name -> name.toLowerCase(Locale.ROOT))
                            .filter(name -> name.equals(wanted) || name.endsWith("." + wanted))
                            .toList();
                    return any(
                            inside,
                            0,
                            name -> dns.addresses(name, peer.six())
                                    .map(found -> found.contains(peer.address()))
                                    .otherwise(false));
                });
    }

    private static Future<Boolean> any(List<String> names, int next, Function<String, Future<Boolean>> test) {
        if (next == names.size()) {
            return Future.succeededFuture(false);
        }
        return test.apply(names.get(next))
                .compose(yes -> yes ? Future.succeededFuture(true) : any(names, next + 1, test));
    }

    private void countTerm() {
        if (++asked > MOST_TERMS_THAT_ASK) {
            throw new SpfStopException(SpfResult.PERMERROR, "more than ten terms that ask");
        }
    }

    private boolean answered(boolean something) {
        if (!something && ++unanswered > MOST_WITHOUT_ANSWER) {
            throw new SpfStopException(SpfResult.PERMERROR, "more than two questions without an answer");
        }
        return something;
    }
}
