package tributary.load.faults.crew;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tributary.load.client.MailSession;
import tributary.load.faults.check.Book;
import tributary.load.faults.check.Sent;
import tributary.load.faults.town.Place;
import tributary.load.faults.town.Town;

/** Writes mails in one thread, as a mail server sends them: repeats each with its Message-ID until somebody said 250. */
final class Correspondent implements Writer {

    private static final int OK = 250;
    private static final int FIRST_FOR_EVER = 500;
    private static final long TIMEOUT_SECONDS = 20;

    private final Vertx vertx;
    private final NetClient net;
    private final Town town;
    private final String name;
    private final Book book;
    private MailSession session;
    private int node;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();
    private boolean asking;

    Correspondent(Vertx vertx, Town town, int node, String name, Book book) {
        this.vertx = vertx;
        this.net = vertx.createNetClient(
                new NetClientOptions().setTcpNoDelay(true).setTcpQuickAck(true).setConnectTimeout(2_000));
        this.town = town;
        this.node = node;
        this.name = name;
        this.book = book;
        this.session = session();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String inbox() {
        return "support";
    }

    @Override
    public void write() {
        vertx.runOnContext(on -> {
            wanted.incrementAndGet();
            next();
        });
    }

    @Override
    public boolean settled() {
        return number.get() >= wanted.get();
    }

    private void next() {
        if (asking || number.get() >= wanted.get()) {
            return;
        }
        asking = true;
        Sent message = message();
        book.sending(message);
        session.send(name + "@customers.example", Town.ADDRESS, mail(message))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .otherwise(0)
                .onComplete(answered -> answered(message, answered.result()));
    }

    private void answered(Sent message, int code) {
        asking = false;
        if (code == OK) {
            book.acknowledged(message);
            number.incrementAndGet();
            next();
            return;
        }
        if (code == 0) {
            book.unanswered(message.externalId());
        } else {
            book.refused("smtp " + code, message.externalId());
        }
        if (code >= FIRST_FOR_EVER) {
            book.complain("honest", "a mail was refused for ever with " + code);
            number.incrementAndGet();
        }
        session.close();
        node = 1 - node;
        session = session();
        vertx.setTimer(300, tick -> next());
    }

    private MailSession session() {
        Place at = town.place(node);
        return new MailSession(net, at.mailHost(), at.smtp());
    }

    private Sent message() {
        return new Sent(Writer.text(name, number.get()), inbox(), name, number.get(), id(number.get()), true);
    }

    private String id(int of) {
        return name + "." + of + "@customers.example";
    }

    private Buffer mail(Sent message) {
        StringBuilder mail = new StringBuilder(512)
                .append("From: ")
                .append(name)
                .append(" <")
                .append(name)
                .append("@customers.example>\r\nTo: ")
                .append(Town.ADDRESS)
                .append("\r\nSubject: My order\r\nDate: Mon, 5 Jan 2026 10:20:00 +0000\r\nMIME-Version: 1.0\r\n")
                .append("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nMessage-ID: <")
                .append(message.externalId())
                .append(">\r\n");
        if (number.get() > 0) {
            mail.append("In-Reply-To: <").append(id(0)).append(">\r\n");
        }
        return Buffer.buffer(mail.append("\r\n").append(message.text()).toString());
    }
}
