package tributary.load.traffic;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import tributary.load.client.MailSession;
import tributary.load.client.Pacer;
import tributary.load.ledger.Ledger;
import tributary.load.report.Figure;
import tributary.load.server.GatewayLauncher;
import tributary.load.server.Server;
import tributary.load.wire.Mark;

/** Mail servers that send, and one agent who watches the inbox: every mail told 250 must be seen exactly once. */
public final class MailTraffic implements AutoCloseable {

    private static final int MOST_SENDERS = 1_024;
    private static final int MOST_MAILS_OF_A_SENDER = 30_000;
    private static final int OK = 250;
    private static final long SETTLE_SECONDS = 30;

    private final Server server;
    private final boolean watched;
    private final Client client;
    private final Ledger ledger;
    private final Watch watch;
    private final List<Stretch> stretches = new ArrayList<>();
    private int senders;

    /** @param watched whether the server has agents who see what arrives */
    public MailTraffic(Server server, boolean watched) {
        this.server = server;
        this.watched = watched;
        this.client = new Client(server.address());
        this.ledger = new Ledger(watched ? 1 : 0, MOST_SENDERS, MOST_MAILS_OF_A_SENDER);
        this.watch = new Watch(client, ledger, this::seen);
    }

    /** The agent subscribes. */
    public void gather() throws IOException {
        if (watched) {
            watch.subscribe(GatewayLauncher.MAIL_INBOX);
        }
    }

    /** Each session sends its next mail as soon as the last one was answered; then all that was accepted is awaited. */
    public Stretch burst(String name, int sessions, int bytes, int seconds) throws IOException {
        Stretch stretch = client.ask(() -> stretch(name, sessions, bytes));
        LetterWriter writer = new LetterWriter(bytes);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Future<?> sent = client.ask(() -> Future.all(IntStream.range(0, sessions)
                .mapToObj(session -> sendUntil(end, stretch, session, writer, session()))
                .toList()));
        Client.sleepUntil(end);
        client.ask(() -> over(stretch));
        settle(sent, stretch);
        return stretch;
    }

    /** So many mails a second, whether or not earlier ones are answered; each session sends one at a time. */
    public Stretch pace(String name, int sessions, int bytes, double rate, int seconds) throws IOException {
        Stretch stretch = client.ask(() -> stretch(name, sessions, bytes));
        LetterWriter writer = new LetterWriter(bytes);
        List<MailSession> lines = client.ask(
                () -> IntStream.range(0, sessions).mapToObj(i -> session()).toList());
        List<Future<Void>> last = new ArrayList<>(IntStream.range(0, sessions)
                .mapToObj(i -> Future.<Void>succeededFuture())
                .toList());
        long start = System.nanoTime();
        int count = (int) (rate * seconds);
        Future<Void> started = client.ask(() -> new Pacer(client.loop(), start, rate, count).run((index, intended) -> {
            int session = index % sessions;
            last.set(
                    session,
                    last.get(session).compose(free -> send(stretch, session, intended, writer, lines.get(session))));
        }));
        Client.sleepUntil(start + TimeUnit.SECONDS.toNanos(seconds));
        client.ask(() -> over(stretch));
        settle(started.compose(all -> Future.all(last)), stretch);
        client.ask(() -> {
            lines.forEach(MailSession::close);
            return true;
        });
        return stretch;
    }

    private Stretch stretch(String name, int sessions, int bytes) {
        Stretch stretch = new Stretch(name, senders, sessions, bytes);
        senders += sessions;
        stretches.add(stretch);
        return stretch;
    }

    private static boolean over(Stretch stretch) {
        stretch.timeIsOver();
        return true;
    }

    private MailSession session() {
        return new MailSession(Vertx.currentContext().owner(), server.ownPort());
    }

    /** No chain of futures: thousands of them end one within the other. */
    private Future<Void> sendUntil(long end, Stretch stretch, int session, LetterWriter writer, MailSession line) {
        Promise<Void> over = Promise.promise();
        sendNext(end, stretch, session, writer, line, over);
        return over.future();
    }

    private void sendNext(
            long end, Stretch stretch, int session, LetterWriter writer, MailSession line, Promise<Void> over) {
        if (System.nanoTime() >= end) {
            line.close();
            over.complete();
        } else {
            send(stretch, session, System.nanoTime(), writer, line)
                    .onComplete(done -> sendNext(end, stretch, session, writer, line, over));
        }
    }

    private Future<Void> send(Stretch stretch, int session, long intended, LetterWriter writer, MailSession line) {
        int number = stretch.begin(session, intended);
        int sender = stretch.sender(session);
        ledger.sent(sender, number);
        return line.send(LetterWriter.sender(sender), GatewayLauncher.MAIL_ADDRESS, writer.letter(sender, number))
                .map(code -> {
                    if (code == OK) {
                        ledger.ok(sender, number);
                        stretch.accepted(session, number);
                    } else if (code > 0) {
                        ledger.refused(sender, number, Integer.toString(code));
                    }
                    return null;
                });
    }

    private void settle(Future<?> sent, Stretch stretch) throws IOException {
        client.awaitState(sent::isComplete, SETTLE_SECONDS);
        if (watched) {
            client.awaitState(stretch::settled, SETTLE_SECONDS);
        }
    }

    private void seen(Mark mark) {
        stretches.stream()
                .filter(stretch -> stretch.has(mark.visitor()))
                .forEach(stretch -> stretch.seen(mark.visitor(), mark.number()));
    }

    /** The figures of a stretch. */
    public List<Figure> figures(Stretch stretch) throws IOException {
        return client.ask(() -> stretch.figures(watched));
    }

    /** What must never be, in words. */
    public List<String> violations() throws IOException {
        return client.ask(() -> watch.violations("mails"));
    }

    /** How many mails were refused. */
    public int refused() throws IOException {
        return client.ask(() -> ledger.audit().err());
    }

    @Override
    public void close() throws IOException {
        watch.leave();
        client.close();
    }
}
