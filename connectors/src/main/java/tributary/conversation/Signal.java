package tributary.conversation;

import org.jspecify.annotations.Nullable;

/** What may be lost: it takes the bus to open sockets and touches no log. */
public sealed interface Signal {

    /**
     * Somebody writes, or stopped.
     *
     * @param party in whose conversation
     * @param agent the agent's name to show to the customer; null when it is the customer who writes
     */
    record Typing(PartyKey party, boolean on, @Nullable String agent) implements Signal {}

    /**
     * How many agents of an inbox are connected.
     *
     * @param inbox the inbox's name
     */
    record AgentsOnline(String inbox, int agents) implements Signal {}
}
