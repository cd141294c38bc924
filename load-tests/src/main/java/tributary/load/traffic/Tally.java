package tributary.load.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tributary.load.client.Agent;
import tributary.load.client.Visitor;
import tributary.load.ledger.Audit;
import tributary.load.ledger.Ledger;
import tributary.load.ledger.Positions;
import tributary.load.wire.Envelope;
import tributary.load.wire.Mark;

/**
 * Hears everything that visitors and agents hear, and keeps the two ledgers and the three latencies. An observer is an
 * agent, or, as the last one, the visitor that a message belongs to. Lives on the client's event loop.
 */
final class Tally implements Visitor.Listener, Agent.Listener {

    private final Load load;
    private final Ledger messages;
    private final Ledger replies;
    private final List<Positions> streams;
    private final long[] tickets;
    private final Map<Integer, Integer> closeCodes = new TreeMap<>();
    private final Latency toAgent = new Latency();
    private final Latency toOk = new Latency();
    private final Latency toVisitor = new Latency();
    private long start;
    private long deliveries;
    private long eventLengths;
    private int strays;
    private boolean leaving;

    Tally(Load load) {
        this.load = load;
        this.messages = new Ledger(load.agents() + 1, load.visitors(), load.perVisitor(load.messages()));
        this.replies = new Ledger(load.agents() + 1, load.visitors(), load.perVisitor(load.replies()));
        this.streams = IntStream.range(0, load.visitors())
                .mapToObj(visitor -> new Positions(0))
                .toList();
        this.tickets = new long[load.visitors()];
    }

    /** The {@link System#nanoTime} at which message 0 and reply 0 are due. */
    void startAt(long nanos) {
        start = nanos;
    }

    /** From now on a socket that closes is no news. */
    void leaving() {
        leaving = true;
    }

    void sent(int visitor, int number) {
        messages.sent(visitor, number);
    }

    void replySent(int visitor, int number) {
        replies.sent(visitor, number);
    }

    /** @param refusal empty when the reply was created */
    void replyAnswered(int visitor, int number, String refusal) {
        if (refusal.isEmpty()) {
            replies.ok(visitor, number);
        } else {
            replies.refused(visitor, number, refusal);
        }
    }

    /** The visitor's ticket, 0 until an agent has seen a message of it. */
    long ticket(int visitor) {
        return tickets[visitor];
    }

    @Override
    public void accepted(int visitor, int number) {
        messages.ok(visitor, number);
        time(toOk, due(visitor, number, load.rate()));
    }

    @Override
    public void refused(int visitor, int number, String code) {
        messages.refused(visitor, number, code);
    }

    @Override
    public void pushed(int visitor, Envelope envelope) {
        streams.get(visitor).next(envelope.position());
        if (envelope.type().equals("msg.new")) {
            Mark mark = Mark.of(envelope.text());
            if (mark.visitor() == visitor) {
                see(load.agents(), mark);
            } else {
                strays++;
            }
        }
    }

    @Override
    public void event(int agent, Envelope envelope) {
        if (envelope.kind().equals("message.created")) {
            deliveries++;
            eventLengths += envelope.length();
            Mark mark = Mark.of(envelope.text());
            see(agent, mark);
            if (mark.kind() == Mark.Kind.VISITOR) {
                tickets[mark.visitor()] = envelope.ticket();
            }
        }
    }

    @Override
    public void gone(int who, int code, String reason) {
        if (!leaving) {
            closeCodes.merge(code, 1, Integer::sum);
        }
    }

    private void see(int observer, Mark mark) {
        boolean byVisitor = observer == load.agents();
        if (mark.kind() == Mark.Kind.VISITOR) {
            boolean first = messages.seen(observer, mark.visitor(), mark.number());
            if (first && !byVisitor) {
                time(toAgent, due(mark.visitor(), mark.number(), load.rate()));
            }
        } else if (mark.kind() == Mark.Kind.REPLY) {
            boolean first = replies.seen(observer, mark.visitor(), mark.number());
            if (first && byVisitor) {
                time(toVisitor, due(mark.visitor(), mark.number(), load.replyRate()));
            }
        }
    }

    private long due(int visitor, int number, double rate) {
        long index = (long) number * load.visitors() + visitor;
        return start + (long) (index * 1e9 / rate);
    }

    private void time(Latency latency, long due) {
        if (due >= start + load.warmUp() * 1_000_000_000L) {
            latency.record(System.nanoTime() - due);
        }
    }

    Latency toAgent() {
        return toAgent;
    }

    Latency toOk() {
        return toOk;
    }

    Latency toVisitor() {
        return toVisitor;
    }

    /** Events with a message that reached an agent so far. */
    long deliveries() {
        return deliveries;
    }

    /** The mean length of such an event. */
    int eventLength() {
        return deliveries == 0 ? 0 : (int) (eventLengths / deliveries);
    }

    Audit messages() {
        return messages.audit();
    }

    Audit replies() {
        return replies.audit();
    }

    boolean settled() {
        return messages().settled() && replies().settled();
    }

    /** All that must not be, in words. */
    List<String> violations(List<Agent> agents) {
        List<String> found = new ArrayList<>(messages().violations("messages"));
        found.addAll(replies().violations("replies"));
        List<Positions> all = new ArrayList<>(streams);
        agents.forEach(agent -> all.add(agent.positions()));
        say(found, all.stream().mapToInt(Positions::holes).sum(), "holes in positions");
        say(found, all.stream().mapToInt(Positions::repeats).sum(), "positions repeated");
        say(found, strays, "messages of somebody else shown to a visitor");
        closeCodes.forEach((code, count) -> say(found, count, "sockets closed early with " + code));
        return found;
    }

    private static void say(List<String> found, int count, String words) {
        if (count > 0) {
            found.add(count + " " + words);
        }
    }
}
