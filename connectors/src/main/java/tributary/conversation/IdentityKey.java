package tributary.conversation;

/**
 * Names one identity of a contact: an e-mail address, a phone number, a visitor, a user of the customer's own site.
 *
 * @param kind what sort of identity it is: {@code visitor}, {@code user}, {@code email}, {@code phone}, …
 * @param scope where the value is unique; the inbox's name for identities that one inbox hands out, else empty
 * @param value the identity itself, already in its canonical form; never empty
 */
public record IdentityKey(String kind, String scope, String value) {

    public IdentityKey {
        if (kind.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException(
                    "identity: expected a kind and a value, found \"" + kind + "\" and \"\"");
        }
    }
}
