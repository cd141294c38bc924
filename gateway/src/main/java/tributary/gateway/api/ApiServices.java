package tributary.gateway.api;

import java.util.function.Function;
import tributary.connector.Limits;
import tributary.gateway.attachment.StoredAttachments;
import tributary.gateway.contact.ContactReads;
import tributary.gateway.identity.Identity;
import tributary.gateway.inbox.InboxCounters;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.journal.HoldingPen;
import tributary.gateway.ticket.TicketReads;
import tributary.gateway.ticket.Tickets;

/**
 * What the REST interface is made of.
 *
 * @param states the state of an inbox by name: {@code up}, {@code down} or {@code removed}
 */
public record ApiServices(
        Identity identity,
        Tickets tickets,
        TicketReads reads,
        ContactReads contacts,
        InboxDirectory directory,
        InboxCounters counters,
        Function<String, String> states,
        HoldingPen pen,
        StoredAttachments attachments,
        Limits limits) {}
