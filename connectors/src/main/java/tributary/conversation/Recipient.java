package tributary.conversation;

/**
 * A person a letter names, as its headers have them.
 *
 * @param name the name to show; empty if there is none
 * @param address the address on the channel, in its canonical form
 */
public record Recipient(String name, String address) {}
