package tributary.connector.email.automatic;

import java.util.List;

/**
 * @param sign what decided, such as {@code auto-submitted auto-replied}; empty for a person
 * @param hints what speaks for a machine and does not decide: {@code from notifications}, {@code answers unwanted}, ...
 */
public record Classified(AutomaticKind kind, String sign, List<String> hints) {
    public Classified {
        hints = List.copyOf(hints);
    }

    /** Whether an automatic answer may be sent: to people only, and only if nothing speaks against it. */
    public boolean answerable() {
        return kind == AutomaticKind.HUMAN && hints.isEmpty();
    }
}
