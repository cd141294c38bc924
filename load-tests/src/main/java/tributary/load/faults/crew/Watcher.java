package tributary.load.faults.crew;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.load.faults.check.Book;
import tributary.load.faults.check.Shown;
import tributary.load.faults.town.Town;

/**
 * An agent's page. Asks for every inbox, whether it may see it or not, resumes after every cut from where it stood, and keeps
 * what it was shown at each position.
 */
final class Watcher extends Wire {

    /** A longer gap may be answered with a snapshot (the contract promises an exact replay below it). */
    private static final long EXACT = 100;

    private static final String TOPIC = "inbox:";

    private final String name;
    private final String token;
    private final Rest rest;
    private final Book book;
    private final List<Shown> topics;
    private String epoch = "";

    /**
     * @param all inboxes there are
     * @param may those it has a right to
     */
    Watcher(
            Vertx vertx,
            Town town,
            Rest rest,
            int node,
            String name,
            String token,
            List<String> all,
            Set<String> may,
            Book book) {
        super(vertx, town, node);
        this.name = name;
        this.token = token;
        this.rest = rest;
        this.book = book;
        this.topics = all.stream()
                .map(inbox -> new Shown(name, inbox, may.contains(inbox)))
                .toList();
    }

    /** What it was shown, for each inbox. */
    List<Shown> topics() {
        return topics;
    }

    /** Whether it follows all that it may. */
    boolean follows() {
        return topics.stream().allMatch(topic -> !topic.permitted() || topic.place() >= 0);
    }

    /** Whether it has seen everything up to these positions. */
    boolean isAt(Map<String, Long> heads) {
        return topics.stream()
                .allMatch(topic -> !topic.permitted() || topic.place() >= heads.getOrDefault(topic.inbox(), 0L));
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
        topics.forEach(Shown::unsubscribed);
        rest.ticket(node(), token)
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
            case "ok" -> answered(envelope.getInteger("re"), data);
            case "err" -> refused(envelope.getInteger("re", 0));
            case "ev" -> event(envelope, data);
            case "skip" -> event(envelope, new JsonObject());
            case "ping" -> heads(data.getJsonObject("heads", new JsonObject()));
            default -> {}
        }
    }

    private void answered(int re, JsonObject data) {
        if (re == 1) {
            subscribe();
            return;
        }
        Shown topic = topics.get(re - 2);
        if (!topic.permitted()) {
            book.complain("agents", name + " may follow " + topic.inbox() + " and has no right to");
            return;
        }
        boolean same = epoch.isEmpty() || epoch.equals(data.getString("epoch"));
        epoch = data.getString("epoch");
        long missed = topic.subscribed(data.getLong("seq"), same && data.getBoolean("recovered", false));
        if (same && missed > 0 && missed < EXACT) {
            book.complain("agents", name + " was not given the " + missed + " events it missed");
        }
    }

    /** That it may not see an inbox is no reason to go. */
    private void refused(int re) {
        if (re < 2 || topics.get(re - 2).permitted()) {
            drop();
        }
    }

    private void subscribe() {
        for (int i = 0; i < topics.size(); i++) {
            Shown topic = topics.get(i);
            JsonObject data = new JsonObject().put("topic", TOPIC + topic.inbox());
            if (topic.place() >= 0) {
                data.put("epoch", epoch).put("seq", topic.place());
            }
            send(new JsonObject().put("t", "sub").put("id", 2 + i).put("d", data));
        }
    }

    private void event(JsonObject envelope, JsonObject data) {
        String about = envelope.getString("topic");
        long at = envelope.getLong("s");
        String text = "message.created".equals(data.getString("k"))
                ? data.getJsonObject("data").getString("text", "").strip()
                : "";
        book.pushed(name, about, at, text);
        topics.stream()
                .filter(topic -> about.equals(TOPIC + topic.inbox()))
                .findFirst()
                .map(topic -> topic.event(at, text))
                .orElseGet(() -> List.of("was shown " + about + " without asking"))
                .forEach(wrong -> book.complain("agents", name + " " + wrong));
    }

    /** A heartbeat that shows a later place than ours means that something did not come. */
    private void heads(JsonObject heads) {
        List<Shown> behind = new ArrayList<>(topics);
        behind.removeIf(topic -> !topic.behind(heads.getLong(TOPIC + topic.inbox(), -1L)));
        if (!behind.isEmpty()) {
            drop();
        }
    }
}
