package tributary.gateway.platform.smtp.wire;

import java.util.Locale;
import java.util.Optional;

/**
 * A command and the rest of its line.
 *
 * @param argument without spaces around it; empty if there is none
 */
public record Command(Verb verb, String argument) {

    /** @return empty if the line begins with no command that we know */
    public static Optional<Command> parse(String line) {
        int space = line.indexOf(' ');
        String word = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        for (Verb verb : Verb.values()) {
            if (verb.name().equals(word)) {
                return Optional.of(
                        new Command(verb, space < 0 ? "" : line.substring(space).strip()));
            }
        }
        return Optional.empty();
    }
}
