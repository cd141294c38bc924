package tributary.gateway;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.SortedMap;
import tributary.connector.Accepted;
import tributary.connector.Arrival;
import tributary.connector.Inbound;
import tributary.conversation.Signal;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.journal.Journal;
import tributary.gateway.push.Push;

/** Where a connector brings what came in: durable arrivals to the journal, signals straight to open sockets. */
record JournalInbound(Inbox inbox, Journal journal, Push push) implements Inbound {

    @Override
    public Future<Accepted> accept(Arrival arrival) {
        return journal.append(inbox, arrival);
    }

    @Override
    public Future<SortedMap<String, Buffer>> stored(String first, String last, int most) {
        return journal.stored(inbox.id(), first, last, most);
    }

    @Override
    public void signal(Signal signal) {
        push.signal(signal);
    }
}
