package tributary.load.faults;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A visitor who writes one message after the other, repeats each until it is acknowledged, resumes after every cut, and
 * watches that its own stream has no hole.
 */
final class Customer extends Wire {

    private static final String[] WORDS = {"你好", "order", "Größe", "退款", "ok", "🙂", "où"};

    private final String name;
    private final String inbox;
    private final Book book;
    private String vid = "";
    private String secret = "";
    private String epoch = "";
    private long place;
    private int request = 1;
    private int number;
    private int wanted;
    private boolean ready;
    private long asked = -1;

    Customer(Vertx vertx, Town town, int node, String name, String inbox, Book book) {
        super(vertx, town, node);
        this.name = name;
        this.inbox = inbox;
        this.book = book;
    }

    /** Lets it write one more. */
    void write() {
        vertx.runOnContext(on -> {
            wanted++;
            next();
        });
    }

    boolean settled() {
        return number >= wanted;
    }

    int written() {
        return number;
    }

    static String text(String customer, int number) {
        return "m " + customer + " " + number + " " + WORDS[number % WORDS.length];
    }

    @Override
    String uri() {
        return "/chat/v1/ws?inbox=" + inbox;
    }

    @Override
    String subProtocol() {
        return "lc1";
    }

    @Override
    boolean waits() {
        return !ready || asked >= 0;
    }

    @Override
    void opened() {
        ready = false;
        asked = -1;
        request = 1;
        JsonObject hello = new JsonObject().put("v", 1).put("locale", "en").put("tz", "UTC");
        if (!vid.isEmpty()) {
            hello.put("vid", vid).put("vtok", secret).put("epoch", epoch).put("seq", place);
            hello.put("pending", new JsonArray().add(cid()));
        }
        send(new JsonObject().put("t", "hello").put("id", request++).put("d", hello));
    }

    @Override
    void received(JsonObject envelope) {
        JsonObject data = envelope.getJsonObject("d", new JsonObject());
        switch (envelope.getString("t")) {
            case "welcome" -> welcome(data);
            case "synced" -> {
                ready = true;
                next();
            }
            case "ok" -> {
                if (envelope.getLong("re") == asked) {
                    accepted();
                }
            }
            case "err" -> refused(envelope.getLong("re"), data);
            default -> pushed(envelope, data);
        }
    }

    private void welcome(JsonObject data) {
        String given = data.getString("vid");
        if (!vid.isEmpty() && !vid.equals(given) && number > 0) {
            book.complain("session: " + name + " was taken for somebody else after " + number + " messages");
        }
        boolean same = epoch.equals(data.getString("epoch"));
        vid = given;
        secret = data.getString("vtok", secret);
        epoch = data.getString("epoch");
        if (!data.getBoolean("recovered", false) || !same) {
            place = data.getLong("seq");
        }
    }

    private void accepted() {
        asked = -1;
        book.acknowledged(name, number, text(name, number));
        number++;
        next();
    }

    private void refused(long re, JsonObject data) {
        book.refused(data.getString("code", "?"));
        if (re == asked) {
            asked = -1;
            vertx.setTimer(300, tick -> next());
        } else if (!ready) {
            drop();
        }
    }

    private void pushed(JsonObject envelope, JsonObject data) {
        Long at = envelope.getLong("s");
        if (at == null) {
            return;
        }
        if (at > place + 1) {
            book.complain("customer's stream: " + name + " has a hole between " + place + " and " + at);
        }
        place = Math.max(place, at);
        String text = data.getString("text", "");
        if (text.startsWith("r ")) {
            book.replySeen(text, at);
            if (!text.startsWith("r " + name + " ")) {
                book.complain("customer's stream: " + name + " was shown somebody else's reply");
            }
        }
    }

    private void next() {
        if (ready && asked < 0 && number < wanted) {
            asked = request++;
            send(new JsonObject()
                    .put("t", "msg.send")
                    .put("id", asked)
                    .put(
                            "d",
                            new JsonObject()
                                    .put("cid", cid())
                                    .put("text", text(name, number))
                                    .put("att", new JsonArray())));
        }
    }

    private String cid() {
        return "c-" + name + "-" + number;
    }
}
