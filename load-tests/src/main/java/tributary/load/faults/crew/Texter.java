package tributary.load.faults.crew;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import tributary.load.faults.check.Book;
import tributary.load.faults.check.Sent;

/** Writes short messages, one after the other; the carrier repeats each until a node said 200. */
final class Texter implements Writer {

    private static final int OK = 200;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final Vertx vertx;
    private final Hooks hooks;
    private final String name;
    private final String phone;
    private final Book book;
    private int node;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();
    private boolean asking;

    Texter(Vertx vertx, Hooks hooks, int node, String name, String phone, Book book) {
        this.vertx = vertx;
        this.hooks = hooks;
        this.node = node;
        this.name = name;
        this.phone = phone;
        this.book = book;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String inbox() {
        return "sms";
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

    static String id(String name, int number) {
        return "SM" + name + "x" + number;
    }

    private void next() {
        if (asking || number.get() >= wanted.get()) {
            return;
        }
        asking = true;
        Sent message =
                new Sent(Writer.text(name, number.get()), inbox(), name, number.get(), id(name, number.get()), true);
        book.sending(message);
        hooks.post(node, phone, message).onSuccess(status -> {
            asking = false;
            if (tell(book, message, status)) {
                number.incrementAndGet();
                next();
            } else {
                node = 1 - node;
                vertx.setTimer(300, tick -> next());
            }
        });
    }

    /** @return whether it is over: taken, or wrongly refused for ever */
    static boolean tell(Book book, Sent message, int status) {
        if (status == OK) {
            book.acknowledged(message);
            return true;
        }
        if (status == 0) {
            book.unanswered(message.externalId());
            return false;
        }
        book.refused("hook " + status, message.externalId());
        if (status >= FIRST_SERVER_ERROR || status == TOO_MANY) {
            return false;
        }
        book.complain("honest", "a webhook was refused for ever with " + status);
        return true;
    }
}
