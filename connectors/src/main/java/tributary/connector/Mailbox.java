package tributary.connector;

import io.vertx.core.Future;

/**
 * One inbox as the listener sees it. Every method is called on an event loop, those of different connections at the same
 * time on different ones, and none may block.
 */
public interface Mailbox {

    /** The inbox's name. */
    String inbox();

    /**
     * Whether an envelope recipient is one of this inbox's addresses. A thrown exception is our own fault and becomes 451,
     * never 550.
     *
     * @param recipient {@code local@domain} as received, in any case, without angle brackets
     */
    boolean owns(String recipient);

    /**
     * Whether addresses of this inbox lie in the domain: tells a mistyped address (550 5.1.1) from an attempt to relay (550
     * 5.7.1), and to whom {@code postmaster@} of a domain belongs.
     *
     * @param domain in lower case
     */
    boolean hosts(String domain);

    /**
     * Takes a mail over; once for each mail, with all recipients of this mailbox. Safe to repeat: a sender that did not hear
     * the 250 sends again.
     *
     * @return completes when the mail is durable: only then the listener says 250. Fails with {@link MailRefusedException},
     *     whose code goes out, or with anything else, which becomes 451. Whoever takes longer than the listener's limit (10
     *     s) has failed: the sender hears 451 and the spool is gone.
     */
    Future<Void> deliver(MailEnvelope envelope, MailSpool mail);
}
