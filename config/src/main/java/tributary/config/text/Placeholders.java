package tributary.config.text;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills <code>${NAME}</code> and <code>${NAME:default}</code> from the environment; <code>$${</code> is a plain <code>${</code>. */
public final class Placeholders {
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?\\}|(\\$\\{)");

    private final Map<String, String> environment;

    public Placeholders(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Whether the text holds a placeholder, so that its value comes from the environment. */
    public static boolean isIn(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .anyMatch(match -> !match.group().startsWith("$$"));
    }

    /** @throws IllegalArgumentException saying what is missing; the message never holds a value */
    public String fill(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match)));
    }

    private String value(MatchResult match) {
        if (match.group(3) != null) {
            throw new IllegalArgumentException("expected ${NAME} or ${NAME:default} (or $${ for the characters"
                    + " themselves), found ${ with something else");
        }
        String name = match.group(1);
        if (name == null) {
            return "${";
        }
        String value = environment.getOrDefault(name, match.group(2));
        if (value == null) {
            throw new IllegalArgumentException(
                    "expected the environment variable " + name + " to be set, found no such variable");
        }
        return value;
    }
}
