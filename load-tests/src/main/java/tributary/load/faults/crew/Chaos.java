package tributary.load.faults.crew;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import tributary.load.faults.check.Book;
import tributary.load.faults.check.Sent;
import tributary.load.faults.post.Hooks;

/**
 * A carrier at its worst: each message up to five times, at both nodes at once, in any order, and once more when it is old;
 * now and then the same id with another text. Who writes so cannot expect an order.
 */
final class Chaos {

    private static final int SENDERS = 3;
    private static final int MOST_TIMES = 5;

    private final Vertx vertx;
    private final Hooks hooks;
    private final Book book;
    private final AtomicInteger open = new AtomicInteger();
    private int number;

    Chaos(Vertx vertx, Hooks hooks, Book book) {
        this.vertx = vertx;
        this.hooks = hooks;
        this.book = book;
    }

    boolean settled() {
        return open.get() == 0;
    }

    /**
     * Lets some messages loose.
     *
     * @return how many posts that makes
     */
    int loose(Random random, int messages) {
        List<Post> posts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            String name = "x" + random.nextInt(SENDERS);
            Sent message = message(name, number, "");
            int times = 1 + random.nextInt(MOST_TIMES);
            for (int time = 0; time < times; time++) {
                posts.add(new Post(time % 2, message));
            }
            if (random.nextInt(6) == 0) {
                posts.add(new Post(random.nextInt(2), message(name, number, " indeed")));
            }
            number++;
        }
        Collections.shuffle(posts, random);
        open.addAndGet(posts.size());
        vertx.runOnContext(on -> posts.forEach(this::post));
        late(random, posts);
        return posts.size();
    }

    private void late(Random random, List<Post> posts) {
        Post old = posts.get(random.nextInt(posts.size()));
        open.incrementAndGet();
        vertx.setTimer(2_000, tick -> post(new Post(1 - old.node(), old.message())));
    }

    private void post(Post post) {
        book.sending(post.message());
        hooks.bring(post.node(), post.message()).onSuccess(verdict -> {
            if (verdict.tell(book, post.message())) {
                open.decrementAndGet();
            } else {
                vertx.setTimer(300, tick -> post(new Post(1 - post.node(), post.message())));
            }
        });
    }

    private Sent message(String name, int number, String more) {
        return new Sent(Writer.text(name, number) + more, hooks.inbox(), name, number, hooks.id(name, number), false);
    }

    private record Post(int node, Sent message) {}
}
