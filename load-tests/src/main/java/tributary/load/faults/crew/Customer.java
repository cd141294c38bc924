package tributary.load.faults.crew;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import tributary.load.faults.check.Book;
import tributary.load.faults.check.Sent;
import tributary.load.faults.town.Town;

/**
 * A visitor who writes one message after the other, repeats each until it is acknowledged, resumes after every cut, and
 * watches that its own stream has no hole.
 */
final class Customer extends Wire implements Writer {

    private final String name;
    private final String inbox;
    private final Book book;
    private String vid = "";
    private String secret = "";
    private String epoch = "";
    private long place;
    private int request = 1;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(2);
    private boolean ready;
    private long asked = -1;

    Customer(Vertx vertx, Town town, int node, String name, String inbox, Book book) {
        super(vertx, town, node);
        this.name = name;
        this.inbox = inbox;
        this.book = book;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String inbox() {
        return inbox;
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

    /** How many of its messages a node acknowledged. */
    int acknowledged(int node) {
        return acknowledged.get(node);
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
        if (!vid.isEmpty() && !vid.equals(given) && number.get() > 0) {
            book.complain("agents", "customer " + name + " was taken for somebody else after " + number + " messages");
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
        acknowledged.incrementAndGet(node());
        book.acknowledged(message());
        number.incrementAndGet();
        next();
    }

    private void refused(long re, JsonObject data) {
        book.refused("chat " + data.getString("code", "?"), cid());
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
            book.complain("agents", "customer " + name + " has a hole between " + place + " and " + at);
        }
        place = Math.max(place, at);
        String text = data.getString("text", "");
        if (text.startsWith("r ")) {
            book.seen(name, text, at);
        }
        if (!text.isEmpty() && !text.startsWith("r " + name + " ") && !text.startsWith("m " + name + " ")) {
            book.complain("agents", "customer " + name + " was shown what is not theirs: " + text);
        }
    }

    private void next() {
        if (ready && asked < 0 && number.get() < wanted.get()) {
            asked = request++;
            book.sending(message());
            send(new JsonObject()
                    .put("t", "msg.send")
                    .put("id", asked)
                    .put(
                            "d",
                            new JsonObject()
                                    .put("cid", cid())
                                    .put("text", message().text())
                                    .put("att", new JsonArray())));
        }
    }

    private Sent message() {
        return new Sent(Writer.text(name, number.get()), inbox, name, number.get(), cid(), true);
    }

    private String cid() {
        return "c-" + name + "-" + number.get();
    }
}
