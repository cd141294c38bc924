package tributary.connector.email.auth.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A policy (RFC 7208 section 4.6): its mechanisms in order, and where to go on if none matches. */
record SpfRecord(List<SpfTerm> terms, Optional<String> redirect) {
    private static final Pattern MODIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*=.*");
    private static final int MOST_TERMS = 200;

    /** Whether a text record is a policy (section 4.5). */
    static boolean is(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals("v=spf1") || lower.startsWith("v=spf1 ");
    }

    static SpfRecord parse(String text) {
        List<SpfTerm> terms = new ArrayList<>();
        Optional<String> redirect = Optional.empty();
        int explanations = 0;
        for (String word : text.substring("v=spf1".length()).trim().split(" +", -1)) {
            if (MODIFIER.matcher(word).matches()) {
                String name = word.substring(0, word.indexOf('=')).toLowerCase(Locale.ROOT);
                explanations += name.equals("exp") ? 1 : 0;
                if (name.equals("redirect")) {
                    redirect = Optional.of(once(redirect, word.substring("redirect=".length())));
                }
            } else if (!word.isEmpty()) {
                terms.add(SpfTerm.parse(word));
            }
        }
        if (explanations > 1 || terms.size() > MOST_TERMS) {
            throw new SpfStopException(SpfResult.PERMERROR, "too many of a kind");
        }
        return new SpfRecord(List.copyOf(terms), redirect);
    }

    private static String once(Optional<String> before, String value) {
        if (before.isPresent() || value.isEmpty()) {
            throw new SpfStopException(SpfResult.PERMERROR, "redirect");
        }
        return value;
    }
}
