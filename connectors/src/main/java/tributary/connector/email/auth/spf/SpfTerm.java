package tributary.connector.email.auth.spf;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mechanism (RFC 7208 section 5).
 *
 * @param result what a match means
 * @param value what stands behind the colon, macros not expanded
 * @param bits4 prefix length for IPv4, 32 by default
 * @param bits6 prefix length for IPv6, 128 by default
 */
record SpfTerm(SpfResult result, Kind kind, Optional<String> value, int bits4, int bits6) {
    private static final Pattern TERM = Pattern.compile("([-+~?]?)([A-Za-z][A-Za-z0-9]*)(.*)");
    private static final Pattern HOSTS = Pattern.compile("(:[^/].*?|)(?:/(\\d{1,3}))?(?://(\\d{1,3}))?");
    private static final Pattern NET = Pattern.compile(":([0-9A-Fa-f.:]+)(?:/(\\d{1,3}))?");

    enum Kind {
        ALL,
        INCLUDE,
        A,
        MX,
        PTR,
        IP4,
        IP6,
        EXISTS;

        /** Whether it counts towards the ten terms that ask (section 4.6.4). */
        boolean asks() {
            return this != ALL && this != IP4 && this != IP6;
        }
    }

    static SpfTerm parse(String text) {
        Matcher term = TERM.matcher(text);
        if (!term.matches()) {
            throw broken(text);
        }
        SpfResult result =
                SpfResult.of(term.group(1).isEmpty() ? '+' : term.group(1).charAt(0));
        Kind kind = kind(term.group(2), text);
        String rest = term.group(3);
        return switch (kind) {
            case ALL -> plain(result, kind, rest, text);
            case INCLUDE, EXISTS -> withDomain(result, kind, rest, text);
            case A, MX, PTR -> hosts(result, kind, rest, text);
            case IP4 -> net(result, kind, rest, 32, text);
            case IP6 -> net(result, kind, rest, 128, text);
        };
    }

    private static Kind kind(String name, String text) {
        for (Kind kind : Kind.values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        throw broken(text);
    }

    private static SpfTerm plain(SpfResult result, Kind kind, String rest, String text) {
        if (!rest.isEmpty()) {
            throw broken(text);
        }
        return new SpfTerm(result, kind, Optional.empty(), 32, 128);
    }

    private static SpfTerm withDomain(SpfResult result, Kind kind, String rest, String text) {
        if (rest.length() < 2 || rest.charAt(0) != ':') {
            throw broken(text);
        }
        return new SpfTerm(result, kind, Optional.of(rest.substring(1)), 32, 128);
    }

    private static SpfTerm hosts(SpfResult result, Kind kind, String rest, String text) {
        Matcher hosts = HOSTS.matcher(rest);
        if (!hosts.matches()) {
            throw broken(text);
        }
        String domain = hosts.group(1);
        Optional<String> value = domain.isEmpty() ? Optional.empty() : Optional.of(domain.substring(1));
        return new SpfTerm(result, kind, value, bits(hosts.group(2), 32, text), bits(hosts.group(3), 128, text));
    }

    private static SpfTerm net(SpfResult result, Kind kind, String rest, int most, String text) {
        Matcher net = NET.matcher(rest);
        if (!net.matches()
                || !IpAddress.literal(net.group(1))
                        .filter(a -> a.bits() == most)
                        .isPresent()) {
            throw broken(text);
        }
        int bits = bits(net.group(2), most, text);
        return new SpfTerm(result, kind, Optional.of(net.group(1)), bits, bits);
    }

    private static int bits(@Nullable String digits, int most, String text) {
        if (digits == null) {
            return most;
        }
        int bits = Integer.parseInt(digits);
        if (bits > most) {
            throw broken(text);
        }
        return bits;
    }

    private static SpfStopException broken(String text) {
        return new SpfStopException(SpfResult.PERMERROR, "term " + text);
    }
}
