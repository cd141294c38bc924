package tributary.gateway.inbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All inboxes the database knows: the configured ones, and those that were configured once. */
public final class InboxDirectory {

    private final Map<String, Inbox> byName = new HashMap<>();
    private final Map<UUID, Inbox> byId = new HashMap<>();

    public InboxDirectory(Collection<Inbox> inboxes) {
        for (Inbox inbox : inboxes) {
            byName.put(inbox.name(), inbox);
            byId.put(inbox.id(), inbox);
        }
    }

    public Optional<Inbox> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** False for an inbox that another node registered after this one had started. */
    public boolean knows(UUID id) {
        return byId.containsKey(id);
    }

    /** @throws IllegalStateException if no row names this inbox, which the schema forbids */
    public Inbox withId(UUID id) {
        Inbox inbox = byId.get(id);
        if (inbox == null) {
            throw new IllegalStateException("inbox: expected a known id, found " + id);
        }
        return inbox;
    }

    public Collection<Inbox> all() {
        return byName.values();
    }
}
