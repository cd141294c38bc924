package tributary.load.faults.provider;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
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
        Carrier carrier = new Carrier(book, mood);
        vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setReuseAddress(true))
                .requestHandler(carrier::asked)
                .listen(port, host)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void asked(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            request.response().end("{\"messages\":[]}");
            return;
        }
        request.setExpectMultipart(true);
        request.end().onSuccess(whole -> take(request, Providers.reply(request.getFormAttribute("Body"))));
    }

    private void take(HttpServerRequest request, String text) {
        switch (mood.next()) {
            case TAKE -> {
                book.delivered(text, true, "201");
                answer(request, 201, new JsonObject().put("sid", String.format("SM%032x", ids.incrementAndGet())));
            }
            case LATER -> refuse(request, text, 503, 0);
            case LATER_AT -> {
                request.response().putHeader("Retry-After", "1");
                refuse(request, text, 429, 20_429);
            }
            case NEVER -> refuse(request, text, 400, 30_008);
            case SILENT -> book.delivered(text, true, "silence");
            case HANG_UP -> {
                book.delivered(text, true, "hang-up");
                request.connection().close();
            }
            case BREAK -> refuse(request, text, 500, 0);
        }
    }

    private void refuse(HttpServerRequest request, String text, int status, int code) {
        book.delivered(text, false, Integer.toString(status));
        answer(request, status, code == 0 ? new JsonObject() : new JsonObject().put("code", code));
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.encode())
                .onFailure(gone -> {});
    }
}
