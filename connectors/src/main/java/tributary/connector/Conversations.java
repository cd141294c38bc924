package tributary.connector;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tributary.conversation.PartyEvent;
import tributary.conversation.PartyKey;
import tributary.conversation.Signal;

/** A customer's view of their own conversation: state, history and live events, by party. Futures end on the caller's context. */
public interface Conversations {

    /** Names the database this stream belongs to; sequences of another epoch mean nothing. */
    String epoch();

    /**
     * Follows a party's stream. Events arrive on the caller's context, in order, each once, beginning with the first one
     * committed after this call (perhaps earlier ones too). A hole is filled from the log before later events arrive.
     * Signals of the party arrive the same way, unordered.
     *
     * @return ends the subscription
     */
    Subscription subscribe(PartyKey party, Consumer<Batch> events, Consumer<Signal> signals);

    /** Where the stream stands and how the conversation is, in one snapshot. A party nobody has heard of is at 0. */
    Future<State> state(PartyKey party);

    /** Events after {@code seq}, oldest first, at most {@code limit}. */
    Future<List<PartyEvent>> after(PartyKey party, long seq, int limit);

    /**
     * A page of messages, oldest first.
     *
     * @param before the message before which the page ends, or null for the newest
     */
    Future<Page> history(PartyKey party, @Nullable UUID before, int limit);

    /** Which of these external ids the journal of the party's inbox has. */
    Future<Set<String>> known(String inbox, List<String> externalIds);

    /** How many agents who may answer this inbox are connected to the cluster now. */
    int agentsOnline(String inbox);

    /** Ends a subscription; may be called twice. */
    interface Subscription {
        void cancel();
    }

    /** Consecutive events of one party. */
    record Batch(List<PartyEvent> events) {
        public Batch {
            events = List.copyOf(events);
        }
    }

    /**
     * @param seq newest event of the stream
     * @param ticket the newest ticket of the party, open or not
     * @param readByAgent newest message of the customer that an agent has read
     * @param readByCustomer newest message the customer has read
     */
    record State(long seq, Optional<Ticket> ticket, Optional<UUID> readByAgent, Optional<UUID> readByCustomer) {}

    /** @param assignee the agent's name, as the customer may see it */
    record Ticket(long number, String status, Optional<String> assignee) {}

    /** @param more whether there are older messages */
    record Page(List<PartyEvent.Posted> messages, boolean more) {
        public Page {
            messages = List.copyOf(messages);
        }
    }
}
