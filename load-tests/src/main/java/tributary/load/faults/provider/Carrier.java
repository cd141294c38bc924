package tributary.load.faults.provider;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import tributary.load.faults.check.Book;

/** A carrier of short messages that speaks like Twilio (its Messages resource), and writes down what it took. */
final class Carrier {

    private final Book book;
    private final Mood mood;
    private final AtomicInteger ids = new AtomicInteger();

    private Carrier(Book book, Mood mood) {
        this.book = book;
        this.mood = mood;
    }

    static void listen(Vertx vertx, Book book, Mood mood, String host, int port) {
        Web.listen(vertx, host, port, new Carrier(book, mood)::asked);
    }

    private void asked(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            Web.answer(request, 200, new JsonObject("{\"messages\":[]}"));
            return;
        }
        request.setExpectMultipart(true);
        request.end()
                .onSuccess(whole ->
                        new Call(request).treat(mood.next(), book, Providers.reply(request.getFormAttribute("Body"))));
    }

    /** One message. */
    private final class Call implements Taker {
        private final HttpServerRequest request;

        Call(HttpServerRequest request) {
            this.request = request;
        }

        @Override
        public void take() {
            Web.answer(request, 201, new JsonObject().put("sid", String.format("SM%032x", ids.incrementAndGet())));
        }

        @Override
        public void refuse(Mood.Way how) {
            switch (how) {
                case LATER -> Web.answer(request, 503, new JsonObject());
                case LATER_AT -> {
                    request.response().putHeader("Retry-After", "1");
                    Web.answer(request, 429, new JsonObject().put("code", 20_429));
                }
                case NEVER -> Web.answer(request, 400, new JsonObject().put("code", 30_008));
                default -> Web.answer(request, 500, new JsonObject());
            }
        }

        @Override
        public void hangUp() {
            request.connection().close();
        }
    }
}
