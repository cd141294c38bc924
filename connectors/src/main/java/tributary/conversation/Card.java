package tributary.conversation;

import java.util.Map;

/**
 * Something a customer sent or did that is no text: a place, a link, a press of a menu, a scanned code, or a type that nobody
 * here knows yet. It is shown as it is; nothing upstream asks for its kind.
 *
 * @param kind a kebab-case word, for example {@code location}, {@code link}, {@code menu-click} or {@code unsupported}
 * @param facts what is known of it, as words for people; the names are kebab-case
 */
public record Card(String kind, Map<String, String> facts) {

    /** A kind of message that the connector does not know; {@code type} is the provider's word for it. */
    public static final String UNSUPPORTED = "unsupported";

    public Card {
        facts = Map.copyOf(facts);
    }
}
