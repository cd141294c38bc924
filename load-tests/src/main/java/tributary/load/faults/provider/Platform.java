package tributary.load.faults.provider;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import tributary.load.faults.check.Book;

/**
 * The server APIs of an Official Account and of a customer-service account, whose names do not collide: tokens, messages to
 * customers and what they are answered with, and what customers wrote to the latter.
 */
final class Platform {

    private static final int BUSY = -1;
    private static final int EXPIRED = 42_001;
    private static final int TOO_LONG = 45_002;
    private static final int LIFE_SECONDS = 7_200;

    /** {@code service_state}: the session is the application's. */
    private static final int OURS = 1;

    private final Book book;
    private final Mood mood;
    private final ServiceAccount account;

    /** Counts the tokens; the last one is good. */
    private int token = 1;

    private Platform(Book book, Mood mood, ServiceAccount account) {
        this.book = book;
        this.mood = mood;
        this.account = account;
    }

    static void listen(Vertx vertx, Book book, Mood mood, ServiceAccount account, String host, int port) {
        Web.listen(vertx, host, port, new Platform(book, mood, account)::asked);
    }

    private void asked(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            switch (request.path()) {
                case "/cgi-bin/stable_token", "/cgi-bin/gettoken" ->
                    Web.answer(
                            request,
                            200,
                            new JsonObject()
                                    .put("errcode", 0)
                                    .put("access_token", current())
                                    .put("expires_in", LIFE_SECONDS));
                case "/cgi-bin/message/custom/send", "/cgi-bin/kf/send_msg" -> send(request, body);
                case "/cgi-bin/kf/sync_msg" -> {
                    if (known(request)) {
                        Web.answer(
                                request, 200, account.page(body.toJsonObject().getString("cursor", "")));
                    }
                }
                case "/cgi-bin/kf/service_state/get" ->
                    Web.answer(request, 200, new JsonObject().put("errcode", 0).put("service_state", OURS));
                default -> error(request, 0);
            }
        });
    }

    private void send(HttpServerRequest request, Buffer body) {
        if (!known(request)) {
            return;
        }
        String text =
                body.toJsonObject().getJsonObject("text", new JsonObject()).getString("content", "");
        new Call(request).treat(mood.next(), book, Providers.reply(text));
    }

    /** Whether the token is good; if not, that has been said. */
    private boolean known(HttpServerRequest request) {
        boolean good = current().equals(request.getParam("access_token"));
        if (!good) {
            error(request, EXPIRED);
        }
        return good;
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
