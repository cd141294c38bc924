package tributary.conversation;

/**
 * One identity at one inbox: the unit of order, of the customer's own stream and of "one open ticket".
 *
 * @param inbox the inbox's name
 * @param identity who writes there
 */
public record PartyKey(String inbox, IdentityKey identity) {}
