package tributary.connector;

/** Where mailboxes are hung up behind the node's SMTP and LMTP listener. */
public interface MailDoor {

    /**
     * Adds a mailbox. Call it in {@link Connector#start} at the latest: a node whose door stays empty does not listen. The
     * first one opened also gets mail to {@code <postmaster>} (RFC 5321, section 4.5.1).
     */
    void open(Mailbox mailbox);
}
