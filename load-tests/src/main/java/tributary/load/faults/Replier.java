package tributary.load.faults;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import tributary.load.client.Address;

/** An agent who answers over REST; repeats each reply with its idempotency key, at the other node, until it is taken. */
final class Replier {

    private static final int TIMEOUT_MS = 4_000;
    private static final int CREATED = 201;
    private static final int FIRST_SERVER_ERROR = 500;

    private final Vertx vertx;
    private final Town town;
    private final Book book;
    private final HttpClient http;
    private int open;
    private int number;

    Replier(Vertx vertx, Town town, Book book) {
        this.vertx = vertx;
        this.town = town;
        this.book = book;
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(1_000));
    }

    /** Answers a customer's ticket. */
    void reply(long ticket, String customer) {
        vertx.runOnContext(on -> {
            open++;
            send(ticket, customer, "r " + customer + " " + number++, 0);
        });
    }

    boolean settled() {
        return open == 0;
    }

    private void send(long ticket, String customer, String text, int attempt) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(Address.HOST)
                .setPort(town.address(attempt % 2).port())
                .setURI("/api/v1/tickets/" + ticket + "/messages")
                .setTimeout(TIMEOUT_MS)
                .addHeader("Authorization", "Bearer " + Town.TOKEN)
                .addHeader("Content-Type", "application/json")
                .addHeader("Idempotency-Key", text.replace(' ', '-'));
        http.request(options)
                .compose(request -> request.send(
                        new JsonObject().put("kind", "reply").put("text", text).encode()))
                .onComplete(answered -> {
                    int status = answered.succeeded() ? answered.result().statusCode() : 0;
                    if (status == CREATED) {
                        book.replied(text, customer);
                        open--;
                    } else if (status >= FIRST_SERVER_ERROR || status == 0) {
                        vertx.setTimer(300, tick -> send(ticket, customer, text, attempt + 1));
                    } else {
                        book.complain("reply: refused with " + status);
                        open--;
                    }
                });
    }
}
