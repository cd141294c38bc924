package tributary.load.traffic;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tributary.load.client.Carrier;
import tributary.load.client.Pacer;
import tributary.load.ledger.Audit;
import tributary.load.ledger.Ledger;
import tributary.load.report.Figure;
import tributary.load.server.CpuTimes;
import tributary.load.server.Server;
import tributary.load.wire.Mark;

/** People who write short messages, and one agent who watches: all that the server said it has must be seen once. */
public final class SmsTraffic implements AutoCloseable {

    private static final long FIRST_NUMBER = 8_613_800_000_000L;
    private static final long CONNECT_SECONDS = 60;
    private static final long SETTLE_SECONDS = 30;
    private static final long HEAD_START_NANOS = 300_000_000;

    /** How to make the carrier, on the client's event loop. */
    public interface Carriers {
        Carrier of(Vertx vertx, Server server);
    }

    private final Server server;
    private final Load load;
    private final boolean watched;
    private final Client client;
    private final Ledger ledger;
    private final Watch watch;
    private final Carrier carrier;
    private final Latency toOk = new Latency();
    private final Latency toAgent = new Latency();
    private long start;
    private int okInTime;

    /**
     * Prepares the load.
     *
     * @param load its visitors are the people who write; its replies are not used
     * @param watched whether the server has agents who see what arrives
     */
    public SmsTraffic(Server server, Load load, Carriers carriers, boolean watched) throws IOException {
        this.server = server;
        this.load = load;
        this.watched = watched;
        this.client = new Client(server.address());
        this.ledger = new Ledger(watched ? 1 : 0, load.visitors(), load.perVisitor(load.messages()));
        this.watch = new Watch(client, ledger, this::seen);
        this.carrier = client.ask(() -> carriers.of(Vertx.currentContext().owner(), server));
    }

    /** The agent subscribes, and the carrier finds its server. */
    public void gather() throws IOException {
        if (watched) {
            watch.subscribe(Carrier.INBOX);
        }
        client.await(carrier::ready, CONNECT_SECONDS);
    }

    /** Lets everybody write, and waits until nothing is on its way any more. */
    public List<Figure> drive() throws IOException {
        start = System.nanoTime() + HEAD_START_NANOS;
        Future<Void> written =
                client.ask(() -> new Pacer(client.loop(), start, load.rate(), load.messages()).run(this::write));
        Client.sleepUntil(timed());
        CpuTimes before = server.cpu();
        Client.sleepUntil(timed() + TimeUnit.SECONDS.toNanos(load.seconds()));
        CpuTimes cpu = server.cpu().since(before);
        int inTime = client.ask(() -> okInTime);
        client.awaitState(written::isComplete, SETTLE_SECONDS);
        client.awaitState(() -> ledger.audit().settled(), SETTLE_SECONDS);
        return client.ask(() -> figures(cpu, inTime));
    }

    private long timed() {
        return start + TimeUnit.SECONDS.toNanos(load.warmUp());
    }

    private void write(int index, long intended) {
        Mark mark = new Mark(Mark.Kind.VISITOR, index % load.visitors(), index / load.visitors());
        ledger.sent(mark.visitor(), mark.number());
        carrier.deliver("+" + (FIRST_NUMBER + mark.visitor()), mark.text(load.bytes()))
                .onSuccess(refusal -> answered(mark, intended, refusal));
    }

    private void answered(Mark mark, long intended, String refusal) {
        if (!refusal.isEmpty()) {
            ledger.refused(mark.visitor(), mark.number(), refusal);
            return;
        }
        ledger.ok(mark.visitor(), mark.number());
        if (intended >= timed()) {
            toOk.record(System.nanoTime() - intended);
            okInTime++;
        }
    }

    private void seen(Mark mark) {
        long due = start
                + (long) (((long) mark.number() * load.visitors() + mark.visitor())
                        * (double) TimeUnit.SECONDS.toNanos(1)
                        / load.rate());
        if (due >= timed()) {
            toAgent.record(System.nanoTime() - due);
        }
    }

    private List<Figure> figures(CpuTimes cpu, int inTime) {
        Audit audit = ledger.audit();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("accepted/s", (double) inTime / load.seconds(), true));
        figures.addAll(toOk.figures("acceptance"));
        figures.addAll(watched ? toAgent.figures("to agent") : List.of());
        figures.addAll(cpu.figures(""));
        figures.add(new Figure("sent", audit.sent(), false));
        figures.add(new Figure("accepted", audit.ok(), false));
        figures.add(new Figure("refused", audit.err(), false));
        return figures;
    }

    /** What must never be, in words. */
    public List<String> violations() throws IOException {
        return client.ask(() -> watch.violations("messages"));
    }

    @Override
    public void close() throws IOException {
        watch.leave();
        client.close();
    }
}
