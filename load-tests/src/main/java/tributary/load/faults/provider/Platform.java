package tributary.load.faults.provider;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import tributary.load.faults.check.Book;

/** The server API of an Official Account: stable tokens, customer-service messages, and what they are answered with. */
final class Platform {

    private static final int BUSY = -1;
    private static final int EXPIRED = 42_001;
    private static final int TOO_LONG = 45_002;
    private static final int LIFE_SECONDS = 7_200;

    private final Book book;
    private final Mood mood;

    /** Counts the tokens; the last one is good. */
    private int token = 1;

    private Platform(Book book, Mood mood) {
        this.book = book;
        this.mood = mood;
    }

    static void listen(Vertx vertx, Book book, Mood mood, String host, int port) {
        Web.listen(vertx, host, port, new Platform(book, mood)::asked);
    }

    private void asked(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            switch (request.path()) {
                case "/cgi-bin/stable_token" ->
                    Web.answer(
                            request,
                            200,
                            new JsonObject().put("access_token", current()).put("expires_in", LIFE_SECONDS));
                case "/cgi-bin/message/custom/send" -> send(request, body);
                default -> error(request, 0);
            }
        });
    }

    private void send(HttpServerRequest request, Buffer body) {
        if (!current().equals(request.getParam("access_token"))) {
            error(request, EXPIRED);
            return;
        }
        String text =
                body.toJsonObject().getJsonObject("text", new JsonObject()).getString("content", "");
        new Call(request).treat(mood.next(), book, Providers.reply(text));
    }

    private String current() {
        return "token-" + token;
    }

    private static void error(HttpServerRequest request, int code) {
        Web.answer(request, 200, new JsonObject().put("errcode", code).put("errmsg", code == 0 ? "ok" : "error"));
    }

    /** One message. */
    private final class Call implements Taker {
        private final HttpServerRequest request;

        Call(HttpServerRequest request) {
            this.request = request;
        }

        @Override
        public void take() {
            error(request, 0);
        }

        /** "When" is at once: with the next token. That the quota is used up (45009) would last an hour. */
        @Override
        public void refuse(Mood.Way how) {
            switch (how) {
                case LATER -> error(request, BUSY);
                case LATER_AT -> {
                    token++;
                    error(request, EXPIRED);
                }
                case NEVER -> error(request, TOO_LONG);
                default -> Web.answer(request, 500, new JsonObject());
            }
        }

        @Override
        public void hangUp() {
            request.connection().close();
        }
    }
}
