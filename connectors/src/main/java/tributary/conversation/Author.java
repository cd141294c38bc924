package tributary.conversation;

import org.jspecify.annotations.Nullable;

/**
 * Who wrote a message, as people see it.
 *
 * @param kind {@code contact}, {@code agent} or {@code system}
 * @param name the name to show; empty if unknown
 * @param address an address on the channel, where the channel has one
 */
public record Author(String kind, String name, @Nullable String address) {

    public static Author contact(String name, @Nullable String address) {
        return new Author("contact", name, address);
    }

    /** Nobody in person. */
    public static Author system() {
        return new Author("system", "", null);
    }

    public static Author agent(String name) {
        return new Author("agent", name, null);
    }
}
