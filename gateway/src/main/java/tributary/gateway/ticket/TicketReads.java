package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Tickets and messages as agents read them. Every answer carries heads: topic to position, read in the same snapshot, so
 * that a follower of the log knows which events are in the answer already. {@code visible} names the only inboxes the reader
 * may see (empty: all); what is elsewhere is not found.
 */
public interface TicketReads {

    /** A page of tickets, newest activity first. */
    Future<TicketPage> tickets(Filter filter, Optional<After> after, int limit);

    Future<Optional<TicketView>> ticket(Optional<Set<String>> visible, long number);

    /**
     * A page of a ticket's messages, oldest first.
     *
     * @return empty if there is no such ticket for the reader
     */
    Future<Optional<MessagePage>> messages(Optional<Set<String>> visible, long number, Window window);

    /** The payload a message was read from; empty if it has none, or the reader may not see it. */
    Future<Optional<Raw>> raw(Optional<Set<String>> visible, UUID message);

    /**
     * The HTML of a message as it is stored; empty text if it has none.
     *
     * @return empty if there is no such message in these inboxes
     */
    Future<Optional<String>> html(Optional<Set<String>> visible, UUID message);

    /** @param inbox whose connector can read the payload */
    record Raw(String inbox, Buffer payload) {}

    /** The newest tickets of a contact, at most 100. */
    Future<List<Ticket>> ofContact(Optional<Set<String>> visible, UUID contact);

    /**
     * Which tickets.
     *
     * @param statuses any of these; none means all
     * @param text a ticket's number, or words of its subject, contact or messages; searched among the newest 10,000 tickets
     *     that fit the rest of the filter
     */
    record Filter(
            Optional<Set<String>> visible,
            Set<Status> statuses,
            Optional<String> inbox,
            Optional<Assignee> assignee,
            Optional<String> text) {
        public Filter {
            statuses = Set.copyOf(statuses);
        }
    }

    /** @param agent whose tickets; empty means those that nobody has */
    record Assignee(Optional<UUID> agent) {}

    /** The place after a ticket in the order of the list. */
    record After(Instant updatedAt, long number) {}

    /** @param next the place after this page, if there is more */
    record TicketPage(List<Ticket> tickets, Optional<After> next, Map<String, Long> heads) {
        public TicketPage {
            tickets = List.copyOf(tickets);
            heads = Map.copyOf(heads);
        }
    }

    record TicketView(Ticket ticket, Map<String, Long> heads) {
        public TicketView {
            heads = Map.copyOf(heads);
        }
    }

    /**
     * Which part of a thread.
     *
     * @param backwards the newest page that ends before {@code seq}, instead of the oldest that begins after it
     */
    record Window(long seq, boolean backwards, int limit) {}

    /** @param more whether there are further messages in the window's direction */
    record MessagePage(List<Message> messages, boolean more, Map<String, Long> heads) {
        public MessagePage {
            messages = List.copyOf(messages);
            heads = Map.copyOf(heads);
        }
    }
}
