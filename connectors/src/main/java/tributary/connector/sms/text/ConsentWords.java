package tributary.connector.sms.text;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words by which somebody says whether they want messages (CTIA messaging principles; MIIT rules on 退订). Only a message
 * that is nothing but the word counts.
 */
public final class ConsentWords {

    private static final Set<String> STOP = Set.of(
            "stop",
            "stopall",
            "stop all",
            "unsubscribe",
            "cancel",
            "end",
            "quit",
            "optout",
            "opt out",
            "revoke",
            "退订",
            "td",
            "回复td退订");
    private static final Set<String> START = Set.of("start", "unstop", "恢复订阅");
    private static final Set<String> HELP = Set.of("help", "info", "帮助");

    /** Words of daily talk, which mean this only to somebody who has stopped before. */
    private static final Set<String> START_AFTER_STOP = Set.of("yes", "是");

    private static final Pattern AROUND = Pattern.compile("^[\\p{P}\\p{S}\\s]+|[\\p{P}\\p{S}\\s]+$");

    private final Set<String> further;

    /** @param further words that mean stop too at this inbox, such as {@code T}, {@code N} or {@code R} */
    public ConsentWords(Collection<String> further) {
        this.further = further.stream().map(ConsentWords::bare).collect(Collectors.toUnmodifiableSet());
    }

    /** @param stopped whether the person had stopped before */
    public Meaning meaning(String text, boolean stopped) {
        String word = text.length() > 40 ? "" : bare(text);
        if (word.isEmpty()) {
            return Meaning.NONE;
        }
        if (STOP.contains(word) || further.contains(word)) {
            return Meaning.STOP;
        }
        if (START.contains(word) || (stopped && START_AFTER_STOP.contains(word))) {
            return Meaning.START;
        }
        return HELP.contains(word) ? Meaning.HELP : Meaning.NONE;
    }

    private static String bare(String text) {
        String wide = Normalizer.normalize(text, Normalizer.Form.NFKC);
        return AROUND.matcher(wide).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** What a message says about further messages. */
    public enum Meaning {
        STOP,
        START,
        HELP,
        NONE
    }
}
