package tributary.gateway.platform.smtp.dialogue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import tributary.connector.MailDoor;
import tributary.connector.Mailbox;
import tributary.gateway.platform.smtp.wire.EnvelopePath;

/** The mailboxes behind the listener, in the order in which they were opened. */
public final class Mailboxes implements MailDoor {

    private final List<Mailbox> open = new CopyOnWriteArrayList<>();

    @Override
    public void open(Mailbox mailbox) {
        open.add(mailbox);
    }

    public boolean isEmpty() {
        return open.isEmpty();
    }

    /** Whose recipient this is. Every domain has a postmaster, and so has this host (RFC 5321, section 4.5.1). */
    Optional<Mailbox> ownerOf(EnvelopePath recipient) {
        if (recipient.domain().isEmpty()) {
            return recipient.isPostmaster() ? open.stream().findFirst() : Optional.empty();
        }
        Optional<Mailbox> owner = open.stream()
                .filter(mailbox -> mailbox.owns(recipient.address()))
                .findFirst();
        return owner.isEmpty() && recipient.isPostmaster() ? hostOf(recipient) : owner;
    }

    /** Whether somebody has addresses in the recipient's domain. */
    boolean hosts(EnvelopePath recipient) {
        return hostOf(recipient).isPresent();
    }

    private Optional<Mailbox> hostOf(EnvelopePath recipient) {
        String domain = recipient.domain().toLowerCase(Locale.ROOT);
        return open.stream().filter(mailbox -> mailbox.hosts(domain)).findFirst();
    }
}
