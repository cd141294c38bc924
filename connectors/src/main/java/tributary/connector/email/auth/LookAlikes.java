package tributary.connector.email.auth;

import java.lang.Character.UnicodeScript;
import java.net.IDN;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Domains made to be mistaken for others: a simple check for what a reader does not see, not the whole of Unicode TS
 * 39.
 */
record LookAlikes(Set<String> ownDomains) {
    /** Letters that look like Latin ones, and what they are taken for. */
    private static final Map<Character, String> TAKEN_FOR = Map.ofEntries(
            Map.entry('а', "a"),
            Map.entry('е', "e"),
            Map.entry('о', "o"),
            Map.entry('р', "p"),
            Map.entry('с', "c"),
            Map.entry('у', "y"),
            Map.entry('х', "x"),
            Map.entry('і', "i"),
            Map.entry('ј', "j"),
            Map.entry('ѕ', "s"),
            Map.entry('һ', "h"),
            Map.entry('ԁ', "d"),
            Map.entry('ԛ', "q"),
            Map.entry('ԝ', "w"),
            Map.entry('ӏ', "l"),
            Map.entry('к', "k"),
            Map.entry('м', "m"),
            Map.entry('т', "t"),
            Map.entry('п', "n"),
            Map.entry('в', "b"),
            Map.entry('α', "a"),
            Map.entry('ε', "e"),
            Map.entry('ι', "i"),
            Map.entry('κ', "k"),
            Map.entry('ν', "v"),
            Map.entry('ο', "o"),
            Map.entry('ρ', "p"),
            Map.entry('τ', "t"),
            Map.entry('υ', "u"),
            Map.entry('χ', "x"),
            Map.entry('ı', "i"),
            Map.entry('ɡ', "g"),
            Map.entry('0', "o"),
            Map.entry('1', "l"));

    private static final Set<UnicodeScript> NO_SCRIPT = EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED);
    private static final Set<UnicodeScript> CLOSE =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.CYRILLIC, UnicodeScript.GREEK);

    /** {@code punycode-domain} and {@code look-alike-domain}, whichever fit. */
    Set<String> flags(String domain) {
        Set<String> flags = new TreeSet<>();
        String shown = IDN.toUnicode(domain, IDN.ALLOW_UNASSIGNED);
        if (!shown.equals(domain) || domain.contains("xn--")) {
            flags.add("punycode-domain");
        }
        if (imitatesOurs(domain, shown) || deceives(shown)) {
            flags.add("look-alike-domain");
        }
        return flags;
    }

    private boolean imitatesOurs(String domain, String shown) {
        String seen = skeleton(shown);
        return ownDomains.stream()
                        .map(own -> own.toLowerCase(Locale.ROOT))
                        .noneMatch(own -> domain.equals(own) || domain.endsWith("." + own))
                && ownDomains.stream()
                        .map(LookAlikes::skeleton)
                        .anyMatch(own -> seen.equals(own) || seen.endsWith("." + own));
    }

    /** A label of several close scripts, or wholly of foreign letters that all look Latin. */
    private static boolean deceives(String shown) {
        for (String label : shown.split("\\.", -1)) {
            EnumSet<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
            label.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
            scripts.removeAll(NO_SCRIPT);
            boolean foreign = scripts.contains(UnicodeScript.CYRILLIC) || scripts.contains(UnicodeScript.GREEK);
            long close = scripts.stream().filter(CLOSE::contains).count();
            if (close > 1 || (foreign && skeleton(label).chars().allMatch(c -> c < 0x80))) {
                return true;
            }
        }
        return false;
    }

    private static String skeleton(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
                .toCharArray()) {
            if (Character.getType(c) != Character.NON_SPACING_MARK) {
                out.append(TAKEN_FOR.getOrDefault(c, String.valueOf(c)));
            }
        }
        return out.toString().replace("rn", "m").replace("vv", "w").replace("l", "i");
    }
}
