package tributary.connector.email.address;

/**
 * A ticket that a mail names.
 *
 * @param ticket the ticket's number
 * @param proved whether its signature is ours: somebody has it from one of our mails. A mark that is not proved may be
 *     typed by anybody
 */
public record TicketMark(long ticket, boolean proved) {}
