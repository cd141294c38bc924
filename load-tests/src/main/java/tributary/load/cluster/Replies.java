package tributary.load.cluster;

import io.vertx.core.Future;
import java.util.List;
import tributary.load.client.Api;
import tributary.load.wire.Mark;

/** Answers customers over REST, at each node in turn; what fails is tried once more, at the other one. */
final class Replies {

    private static final int LENGTH = 80;

    private final Api[] apis;
    private final Score score;
    private int written;
    private int accepted;
    private int retried;
    private int open;

    Replies(Api[] apis, Score score) {
        this.apis = apis;
        this.score = score;
    }

    void write() {
        List<Long> tickets = score.tickets();
        if (!tickets.isEmpty()) {
            int number = written++;
            open++;
            long ticket = tickets.get(number % tickets.size());
            post(number % 2, ticket, number)
                    .recover(failure -> {
                        retried++;
                        return post(1 - number % 2, ticket, number);
                    })
                    .onSuccess(done -> accepted++)
                    .onFailure(failure -> score.wrong("a reply failed twice: " + failure.getMessage()))
                    .onComplete(either -> open--);
        }
    }

    int accepted() {
        return accepted;
    }

    int retried() {
        return retried;
    }

    boolean settled() {
        return open == 0;
    }

    private Future<String> post(int node, long ticket, int number) {
        String text = new Mark(Mark.Kind.REPLY, 0, number).text(LENGTH);
        return apis[node]
                .reply(ticket, text, "reply-" + number)
                .compose(code -> code.isEmpty() ? Future.succeededFuture(code) : Future.failedFuture(code));
    }
}
