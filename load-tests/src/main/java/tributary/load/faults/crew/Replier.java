package tributary.load.faults.crew;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import tributary.load.faults.check.Book;
import tributary.load.faults.town.Town;

/** An agent who answers over REST; repeats each reply with its idempotency key, at the other node, until it is taken. */
final class Replier {

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int FIRST_SERVER_ERROR = 500;

    private final Vertx vertx;
    private final Rest rest;
    private final Book book;
    private final AtomicInteger open = new AtomicInteger();
    private int number;

    Replier(Vertx vertx, Rest rest, Book book) {
        this.vertx = vertx;
        this.rest = rest;
        this.book = book;
    }

    /**
     * Answers a customer's ticket.
     *
     * @param twice the same request goes to both nodes at once, as after a time-out that was none
     */
    void reply(long ticket, String inbox, String customer, boolean twice) {
        open.addAndGet(twice ? 2 : 1);
        vertx.runOnContext(on -> {
            String text = "r " + customer + " " + number++;
            book.replying(text, inbox, customer);
            send(ticket, text, number % 2);
            if (twice) {
                send(ticket, text, 1 - number % 2);
            }
        });
    }

    boolean settled() {
        return open.get() == 0;
    }

    /** Says what became of a reply of which nobody knows: to send it again, that it was sent, or that it is given up. */
    void resolve(String message, String text, String action) {
        open.incrementAndGet();
        book.decided(text, action);
        vertx.runOnContext(on -> resolve(message, action, 0));
    }

    private void resolve(String message, String action, int node) {
        rest.post(
                        node,
                        "/api/v1/messages/" + message + "/delivery",
                        "Authorization",
                        "Bearer " + Town.TOKEN,
                        new JsonObject().put("action", action),
                        action + "-" + message)
                .onComplete(answered -> {
                    int status = answered.succeeded() ? answered.result().status() : 0;
                    if (status == OK || status == CONFLICT) {
                        open.decrementAndGet();
                    } else {
                        vertx.setTimer(300, tick -> resolve(message, action, 1 - node));
                    }
                });
    }

    private void send(long ticket, String text, int node) {
        rest.post(
                        node,
                        "/api/v1/tickets/" + ticket + "/messages",
                        "Authorization",
                        "Bearer " + Town.TOKEN,
                        new JsonObject().put("kind", "reply").put("text", text),
                        text.replace(' ', '-'))
                .onComplete(answered -> {
                    int status = answered.succeeded() ? answered.result().status() : 0;
                    if (status == CREATED) {
                        book.replied(text);
                        open.decrementAndGet();
                    } else if (status >= FIRST_SERVER_ERROR || status == 0) {
                        told(text, status);
                        vertx.setTimer(300, tick -> send(ticket, text, 1 - node));
                    } else {
                        book.complain(
                                "honest",
                                "a reply was refused with " + status + " "
                                        + answered.result().body());
                        open.decrementAndGet();
                    }
                });
    }

    private void told(String text, int status) {
        if (status == 0) {
            book.unanswered(text);
        } else {
            book.refused("rest " + status, text);
        }
    }
}
