package tributary.load.faults.check;

/**
 * One message of a customer, as it was sent; repeating it makes no second one.
 *
 * @param text unlike that of any other message
 * @param inbox where it went
 * @param sender the customer
 * @param number counts the sender's messages from 0
 * @param externalId by which the channel knows it again, empty if it gives none; the database may write something in front
 * @param ordered whether the sender waits for each answer before the next message
 */
public record Sent(String text, String inbox, String sender, int number, String externalId, boolean ordered) {

    /** For people. */
    public String name() {
        return externalId.isEmpty() ? inbox + "/" + sender + "." + number : externalId;
    }

    /** Whether an id in the database can be that of this message. */
    boolean isStoredAs(String stored) {
        return stored.contains(externalId);
    }

    /** Whether an id in the database names this message and no other. */
    boolean isNamedBy(String stored) {
        return !externalId.isEmpty() && stored.contains(externalId);
    }
}
