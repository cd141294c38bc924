package tributary.load.faults.crew;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import tributary.load.faults.check.Book;
import tributary.load.faults.check.Sent;
import tributary.load.faults.post.Post;
import tributary.load.faults.post.Verdict;

/** Writes one message after the other; the provider repeats each, now at one node and now at the other, until it is taken. */
final class Sender implements Writer {

    private static final long AGAIN_MS = 300;

    private final Vertx vertx;
    private final Post post;
    private final String name;
    private final Book book;
    private int node;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();
    private boolean asking;

    /** @param node where the first message goes */
    Sender(Vertx vertx, Post post, int node, String name, Book book) {
        this.vertx = vertx;
        this.post = post;
        this.node = node;
        this.name = name;
        this.book = book;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String inbox() {
        return post.inbox();
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
        if (asking || settled()) {
            return;
        }
        asking = true;
        int count = number.get();
        Sent message = new Sent(Writer.text(name, count), inbox(), name, count, post.id(name, count), true);
        book.sending(message);
        post.bring(node, message).otherwise(Verdict.SILENCE).onSuccess(verdict -> said(message, verdict));
    }

    private void said(Sent message, Verdict verdict) {
        asking = false;
        if (verdict.tell(book, message)) {
            number.incrementAndGet();
            next();
        } else {
            node = 1 - node;
            vertx.setTimer(AGAIN_MS, tick -> next());
        }
    }
}
