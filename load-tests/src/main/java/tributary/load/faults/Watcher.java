package tributary.load.faults;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import tributary.load.client.Api;

/** An agent's page on one inbox: resumes after every cut from where it stood, and keeps what it was shown at each position. */
final class Watcher extends Wire {

    /** A longer gap may be answered with a snapshot (the contract promises an exact replay below it). */
    private static final long EXACT = 100;

    private final String name;
    private final String inbox;
    private final Book book;
    private final Map<Long, String> shown = new ConcurrentSkipListMap<>();
    private String epoch = "";
    private volatile long place = -1;
    private volatile long first;
    private final AtomicLong skipped = new AtomicLong();
    private boolean subscribed;

    Watcher(Vertx vertx, Town town, int node, String name, String inbox, Book book) {
        super(vertx, town, node);
        this.name = name;
        this.inbox = inbox;
        this.book = book;
    }

    /** The last position it was shown; -1 before the first subscription. */
    long place() {
        return place;
    }

    long first() {
        return first;
    }

    /** Positions that a snapshot stood for. */
    long skipped() {
        return skipped.get();
    }

    Map<Long, String> shown() {
        return shown;
    }

    String name() {
        return name;
    }

    @Override
    String uri() {
        return "/api/v1/ws";
    }

    @Override
    String subProtocol() {
        return "ag1";
    }

    @Override
    boolean waits() {
        return true;
    }

    @Override
    void opened() {
        subscribed = false;
        new Api(vertx, address())
                .ticket()
                .onSuccess(ticket -> send(new JsonObject()
                        .put("t", "auth")
                        .put("id", 1)
                        .put("d", new JsonObject().put("ticket", ticket))))
                .onFailure(refused -> drop());
    }

    @Override
    void received(JsonObject envelope) {
        JsonObject data = envelope.getJsonObject("d", new JsonObject());
        switch (envelope.getString("t")) {
            case "ok" -> answered(envelope.getLong("re"), data);
            case "err" -> drop();
            case "ev" -> event(envelope.getString("topic"), envelope.getLong("s"), data);
            case "skip" -> event(envelope.getString("topic"), envelope.getLong("s"), new JsonObject());
            case "ping" -> head(data.getJsonObject("heads", new JsonObject()).getLong("inbox:" + inbox, -1L));
            default -> {}
        }
    }

    private void answered(long re, JsonObject data) {
        if (re == 1) {
            subscribe();
            return;
        }
        subscribed = true;
        long now = data.getLong("seq");
        boolean same = epoch.equals(data.getString("epoch"));
        epoch = data.getString("epoch");
        if (place < 0) {
            place = now;
            first = now;
        } else if (!same || !data.getBoolean("recovered", false)) {
            if (same && now - place < EXACT) {
                book.complain("agent: " + name + " was not given the " + (now - place) + " events it missed");
            }
            skipped.addAndGet(Math.max(0, now - place));
            place = Math.max(place, now);
        }
    }

    private void subscribe() {
        JsonObject data = new JsonObject().put("topic", "inbox:" + inbox);
        if (place >= 0) {
            data.put("epoch", epoch).put("seq", place);
        }
        send(new JsonObject().put("t", "sub").put("id", 2).put("d", data));
    }

    private void event(String topic, long at, JsonObject data) {
        if (!topic.equals("inbox:" + inbox)) {
            book.complain("agent: " + name + " was shown " + topic + " without asking");
            return;
        }
        if (at > place + 1) {
            book.complain("agent: " + name + " has a hole between " + place + " and " + at);
        }
        String text = "message.created".equals(data.getString("k"))
                ? data.getJsonObject("data").getString("text", "")
                : "";
        String before = shown.put(at, text);
        if (before != null && !before.equals(text)) {
            book.complain("agent: " + name + " was shown two things at position " + at);
        }
        place = Math.max(place, at);
    }

    /** A heartbeat that shows a later place than ours means that something did not come. */
    private void head(long head) {
        if (subscribed && head > place) {
            drop();
        }
    }
}
