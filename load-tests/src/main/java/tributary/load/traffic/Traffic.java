package tributary.load.traffic;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tributary.load.client.Agent;
import tributary.load.client.Cursor;
import tributary.load.client.Pacer;
import tributary.load.client.Visitor;
import tributary.load.server.CpuTimes;
import tributary.load.server.GatewayLauncher;
import tributary.load.server.Server;
import tributary.load.wire.Envelope;
import tributary.load.wire.Mark;

/** Visitors who write at a set rate, agents who watch and answer: the load that several scenarios share. */
public final class Traffic implements AutoCloseable {

    /** What the agents subscribe to. */
    public static final String TOPIC = "inbox:" + GatewayLauncher.INBOX;

    private static final double ARRIVALS_PER_SECOND = 200;
    private static final long CONNECT_SECONDS = 60;
    private static final long SETTLE_SECONDS = 30;
    private static final long HEAD_START_NANOS = 300_000_000;
    private static final long SECOND = 1_000_000_000;

    private static final Agent.Listener NOBODY = new Agent.Listener() {
        @Override
        public void event(int agent, Envelope envelope) {}

        @Override
        public void gone(int agent, int code, String reason) {}
    };

    /** Something that is done in the middle of the traffic. */
    public interface Happening {
        void take() throws IOException;
    }

    private final Server server;
    private final Load load;
    private final Client client;
    private final Tally tally;
    private final List<Agent> agents = new ArrayList<>();
    private List<Visitor> visitors = List.of();

    /** Prepares the load for a server; connects to nothing yet. */
    public Traffic(Server server, Load load) {
        this.server = server;
        this.load = load;
        this.client = new Client(server.address());
        this.tally = new Tally(load);
    }

    /** What it calls with. */
    public Client client() {
        return client;
    }

    /** Those who are subscribed, in the order of their coming. */
    public List<Agent> agents() {
        return agents;
    }

    /** Connects the agents, then the visitors. */
    public void gather() throws IOException {
        client.await(this::subscribeNext, CONNECT_SECONDS);
        Arrivals arrivals = new Arrivals(client.dialler(), load.visitors(), tally);
        long seconds = CONNECT_SECONDS + (long) (load.visitors() / ARRIVALS_PER_SECOND);
        client.await(() -> arrivals.begin(client.loop(), ARRIVALS_PER_SECOND), seconds);
        visitors = client.ask(arrivals::visitors);
        if (visitors.size() < load.visitors()) {
            throw new IOException("visitors were turned away: " + arrivals.failures());
        }
    }

    private Future<Void> subscribeNext() {
        int index = agents.size();
        if (index == load.agents()) {
            return Future.succeededFuture();
        }
        return client.api()
                .ticket()
                .compose(ticket -> Agent.subscribe(client.dialler(), ticket, TOPIC, Cursor.NOW, index, tally))
                .compose(agent -> {
                    agents.add(agent);
                    return subscribeNext();
                });
    }

    /** Lets everybody write, and waits until nothing is on its way any more, or it is clear that something never comes. */
    public Measured drive() throws IOException {
        return drive(() -> {});
    }

    /** As {@link #drive()}, with something that happens on this thread when the timed seconds begin. */
    public Measured drive(Happening happening) throws IOException {
        long start = System.nanoTime() + HEAD_START_NANOS;
        Future<Void> written = client.ask(() -> begin(start));
        Client.sleepUntil(start + load.warmUp() * SECOND);
        CpuTimes cpuBefore = server.cpu();
        long deliveriesBefore = client.ask(tally::deliveries);
        happening.take();
        Client.sleepUntil(start + (load.warmUp() + load.seconds()) * SECOND);
        CpuTimes cpu = server.cpu().since(cpuBefore);
        long deliveries = client.ask(tally::deliveries) - deliveriesBefore;
        client.awaitState(written::isComplete, SETTLE_SECONDS);
        client.awaitState(tally::settled, SETTLE_SECONDS);
        return client.ask(() -> Measured.of(tally, agents, cpu, deliveries));
    }

    /** One more agent, from a cursor on. What it sees is in its own positions only. */
    public Agent resume(Cursor cursor) throws IOException {
        return client.await(
                () -> client.api()
                        .ticket()
                        .compose(ticket -> Agent.subscribe(client.dialler(), ticket, TOPIC, cursor, 0, NOBODY)),
                CONNECT_SECONDS);
    }

    private Future<Void> begin(long start) {
        tally.startAt(start);
        Future<Void> messages = new Pacer(client.loop(), start, load.rate(), load.messages()).run(this::write);
        Future<Void> replies = load.replies() == 0
                ? Future.succeededFuture()
                : new Pacer(client.loop(), start, load.replyRate(), load.replies()).run(this::reply);
        return Future.all(messages, replies).mapEmpty();
    }

    private void write(int index, long intended) {
        Mark mark = mark(Mark.Kind.VISITOR, index);
        tally.sent(mark.visitor(), mark.number());
        visitors.get(mark.visitor()).send(mark.number(), mark.text(load.bytes()));
    }

    /** Nobody can answer a visitor who has not been heard of yet: that turn is left out. */
    private void reply(int index, long intended) {
        Mark mark = mark(Mark.Kind.REPLY, index);
        long ticket = tally.ticket(mark.visitor());
        if (ticket > 0) {
            tally.replySent(mark.visitor(), mark.number());
            client.api()
                    .reply(ticket, mark.text(load.bytes()))
                    .otherwise("no-answer")
                    .onSuccess(refusal -> tally.replyAnswered(mark.visitor(), mark.number(), refusal));
        }
    }

    private Mark mark(Mark.Kind kind, int index) {
        return new Mark(kind, index % load.visitors(), index / load.visitors());
    }

    @Override
    public void close() throws IOException {
        client.ask(() -> {
            tally.leaving();
            return true;
        });
        client.close();
    }
}
