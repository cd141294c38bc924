package tributary.gateway.contact;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Contacts as agents read and name them. A contact belongs to an inbox when one of its identities wrote there; {@code
 * visible} names the only inboxes the reader may see (empty: all), and a contact of none of them is not found.
 */
public interface ContactReads {

    Future<Optional<Contact>> contact(Optional<Set<String>> visible, UUID id);

    /** @return the contact with its new name */
    Future<Optional<Contact>> rename(Optional<Set<String>> visible, UUID id, String name);
}
