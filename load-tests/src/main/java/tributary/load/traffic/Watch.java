package tributary.load.traffic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tributary.load.client.Agent;
import tributary.load.client.Cursor;
import tributary.load.ledger.Ledger;
import tributary.load.wire.Envelope;
import tributary.load.wire.Mark;

/** One agent who watches an inbox, and what the ledger says of it. Its listener lives on the client's event loop. */
final class Watch implements Agent.Listener {

    private static final long CONNECT_SECONDS = 60;

    private final Client client;
    private final Ledger ledger;
    private final Consumer<Mark> first;
    private Optional<Agent> agent = Optional.empty();
    private boolean leaving;
    private int cut;

    /** @param first hears of each message that is seen for the first time */
    Watch(Client client, Ledger ledger, Consumer<Mark> first) {
        this.client = client;
        this.ledger = ledger;
        this.first = first;
    }

    void subscribe(String inbox) throws IOException {
        agent = Optional.of(client.await(
                () -> client.api()
                        .ticket()
                        .compose(ticket ->
                                Agent.subscribe(client.dialler(), ticket, "inbox:" + inbox, Cursor.NOW, 0, this)),
                CONNECT_SECONDS));
    }

    @Override
    public void event(int index, Envelope envelope) {
        Mark mark = Mark.of(envelope.text());
        if (envelope.kind().equals("message.created")
                && mark.kind() == Mark.Kind.VISITOR
                && ledger.seen(0, mark.visitor(), mark.number())) {
            first.accept(mark);
        }
    }

    @Override
    public void gone(int index, int code, String reason) {
        cut += leaving ? 0 : 1;
    }

    /** What must never be, in words. To be called on the loop. */
    List<String> violations(String what) {
        List<String> found = new ArrayList<>(ledger.audit().violations(what));
        agent.map(Agent::positions)
                .filter(positions -> positions.holes() > 0 || positions.repeats() > 0)
                .ifPresent(positions ->
                        found.add("positions: " + positions.holes() + " holes, " + positions.repeats() + " repeated"));
        if (cut > 0) {
            found.add("the agent was cut");
        }
        return found;
    }

    /** From now on a socket that closes is no news. */
    void leave() throws IOException {
        client.ask(() -> {
            leaving = true;
            return true;
        });
    }
}
