package tributary.connector.email.auth;

import de.malkusch.whoisServerList.publicSuffixList.PublicSuffixList;
import de.malkusch.whoisServerList.publicSuffixList.PublicSuffixListFactory;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/** Which domains belong together, by the public suffix list (RFC 7489 section 3.2). */
final class Organisation {
    /** Read from the class path at the first use, which should be on a worker thread. */
    private static final PublicSuffixList LIST = new PublicSuffixListFactory().build();

    private Organisation() {}

    /** The registered domain; the domain itself if it is a suffix or unknown. */
    static String of(String domain) {
        try {
            String registered = LIST.getRegistrableDomain(domain);
            return registered == null ? domain : registered.toLowerCase(Locale.ROOT);
        } catch (RuntimeException e) {
            return domain;
        }
    }

    /** RFC 7489 section 3.1: the same domain, or, unless strict, of the same organisation. */
    static boolean aligned(String one, String other, boolean strict) {
        if (one.isEmpty() || other.isEmpty()) {
            return false;
        }
        return one.equalsIgnoreCase(other) || (!strict && of(lower(one)).equals(of(lower(other))));
    }

    /** The domain of an address, ASCII and lower case; nothing if it is none. */
    static Optional<String> domain(String address) {
        int at = address.lastIndexOf('@');
        try {
            String ascii = lower(IDN.toASCII(address.substring(at + 1), IDN.ALLOW_UNASSIGNED));
            return at < 1 || ascii.isEmpty() || ascii.contains(" ") ? Optional.empty() : Optional.of(ascii);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
