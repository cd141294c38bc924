package tributary.gateway.platform.smtp.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a MAIL or RCPT command (RFC 5321, section 4.1.2; RFC 6531 for what is not ASCII). A source route is dropped.
 *
 * @param local the part before the {@code @} as sent, with its quotes; empty for {@code <>}
 * @param domain as sent; empty if there is none, as in {@code <postmaster>} and {@code <>}
 */
public record EnvelopePath(String local, String domain) {

    private static final Pattern LOCAL = Pattern.compile("[^\\s\\p{Cntrl}()<>\\[\\]:;@\\\\,\"]+");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
    private static final Pattern DOMAIN =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}_](?:[\\p{L}\\p{M}\\p{N}_.-]*[\\p{L}\\p{M}\\p{N}_])?");
    private static final Pattern LITERAL = Pattern.compile("\\[[0-9A-Za-z:.-]+\\]");

    /**
     * @param path empty if what stands there is no path
     * @param parameters the rest of the line
     */
    public record Parsed(Optional<EnvelopePath> path, String parameters) {}

    /**
     * Reads the argument of a command.
     *
     * @param keyword {@code FROM:} or {@code TO:}
     */
    public static Parsed parse(String keyword, String argument) {
        if (!argument.toUpperCase(Locale.ROOT).startsWith(keyword)) {
            return new Parsed(Optional.empty(), "");
        }
        String text = argument.substring(keyword.length()).strip();
        int end = text.startsWith("<") ? end(text) : -1;
        if (end < 0 || (end + 1 < text.length() && text.charAt(end + 1) != ' ')) {
            return new Parsed(Optional.empty(), "");
        }
        return new Parsed(path(text.substring(1, end)), text.substring(end + 1).strip());
    }

    /** Whether it is {@code <>}: the mail is a notification, and nobody must be answered. */
    public boolean isNull() {
        return local.isEmpty();
    }

    public boolean isPostmaster() {
        return local.equalsIgnoreCase("postmaster");
    }

    public boolean isAscii() {
        return (local + domain).chars().allMatch(letter -> letter < 0x80);
    }

    /** The path without angle brackets. */
    public String address() {
        return domain.isEmpty() ? local : local + '@' + domain;
    }

    /** Where the closing bracket is that is not inside quotes. */
    private static int end(String text) {
        boolean quoted = false;
        for (int i = 1; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\\' && quoted) {
                i++;
            } else if (letter == '"') {
                quoted = !quoted;
            } else if (letter == '>' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<EnvelopePath> path(String inside) {
        if (inside.isEmpty()) {
            return Optional.of(new EnvelopePath("", ""));
        }
        String mailbox = inside.startsWith("@") ? inside.substring(inside.indexOf(':') + 1) : inside;
        Matcher quoted = QUOTED.matcher(mailbox);
        int at = quoted.lookingAt() ? quoted.end() : mailbox.indexOf('@');
        String local = at < 0 ? mailbox : mailbox.substring(0, at);
        String rest = at < 0 ? "" : mailbox.substring(at);
        boolean readable = quoted.reset(local).matches() || LOCAL.matcher(local).matches();
        if (!readable || !(rest.isEmpty() || (rest.startsWith("@") && isDomain(rest.substring(1))))) {
            return Optional.empty();
        }
        return Optional.of(new EnvelopePath(local, rest.isEmpty() ? "" : rest.substring(1)));
    }

    private static boolean isDomain(String text) {
        return DOMAIN.matcher(text).matches() || LITERAL.matcher(text).matches();
    }
}
