package tributary.connector.email.automatic;

import java.util.Locale;
import java.util.Set;

/**
 * How we know our own mail again.
 *
 * @param loopNames first words of {@code X-Gateway-Loop} that are ours
 * @param addresses addresses we send from, lower case
 * @param domains domains of our Message-IDs, where nobody else writes from
 */
public record OwnMarks(Set<String> loopNames, Set<String> addresses, Set<String> domains) {
    public OwnMarks {
        loopNames = Set.copyOf(loopNames);
        addresses = Set.copyOf(addresses);
        domains = Set.copyOf(domains);
    }

    boolean loops(String loopHeader) {
        return loopNames.contains(loopHeader.split(";", 2)[0].strip());
    }

    /** Whether an address is ours, with or without something behind a plus. */
    boolean owns(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return addresses.contains(lower)
                || addresses.contains(lower.replaceFirst("\\+[^@]*@", "@"))
                || domains.contains(lower.substring(lower.lastIndexOf('@') + 1));
    }

    /** Whether a list's field names an inbox of ours that a group forwards to, as {@code <a@b>} or {@code <a.b>}. */
    boolean ownList(String field) {
        String lower = field.toLowerCase(Locale.ROOT);
        return addresses.stream()
                .anyMatch(own -> lower.contains(own) || lower.contains("<" + own.replace('@', '.') + ">"));
    }
}
