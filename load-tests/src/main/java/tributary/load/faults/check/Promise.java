package tributary.load.faults.check;

import java.util.Locale;

/** The ten promises, in the order in which docs/operations.md lists them. */
public enum Promise {
    /** What was acknowledged is there, once. */
    ACKNOWLEDGED,
    /** No message is there twice, however often it was sent. */
    ONCE,
    /** Nothing is there that nobody sent. */
    INVENTED,
    /** Messages are in the order of their sender, positions have no hole and no repeat. */
    ORDER,
    /** A customer has one open ticket, and no ticket is without a message. */
    ONE_TICKET,
    /** Agents and customers see all that they may, and nothing else. */
    AGENTS,
    /** A reply leaves once, or shows that it did not, or that nobody knows. */
    OUTBOUND,
    /** What is stored is what was written. */
    INTACT,
    /** Memory, files, threads and queues of a node stay under their caps. */
    BOUNDED,
    /** Refusals say "later", and nothing is acknowledged that is not there. */
    HONEST;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether these words of the checker are about this promise. */
    public boolean isBrokenBy(String violation) {
        return violation.startsWith(word() + ": ");
    }
}
