package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Reply;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxCounters;
import tributary.gateway.inbox.InboxCounters.Counts;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.platform.http.Problem;

/** The inboxes that the caller sees, with state and counters. */
public final class InboxRoutes implements Resource {

    private static final int TEST_SECONDS = 10;
    private static final Counts NONE = new Counts(0, 0, 0, 0, Optional.empty());

    private final InboxDirectory directory;
    private final InboxCounters counters;
    private final Function<String, String> states;
    private final Function<String, Map<String, String>> facts;
    private final Function<String, Future<String>> tests;

    /**
     * @param states the state of an inbox by name: {@code up}, {@code down} or {@code removed}
     * @param facts what its page shows besides the counters
     * @param tests tries its credentials
     */
    public InboxRoutes(
            InboxDirectory directory,
            InboxCounters counters,
            Function<String, String> states,
            Function<String, Map<String, String>> facts,
            Function<String, Future<String>> tests) {
        this.directory = directory;
        this.counters = counters;
        this.states = states;
        this.facts = facts;
        this.tests = tests;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.LIST_INBOXES, this::list);
        calls.on(Operation.TEST_INBOX, this::test);
    }

    private Future<Reply> list(Call call) {
        List<Inbox> seen = directory.all().stream()
                .filter(inbox -> call.caller().maySee(inbox.name()))
                .sorted(Comparator.comparing(Inbox::name))
                .toList();
        return counters.read().map(counts -> Reply.ok(Shapes.list(Shapes.array(seen, inbox -> shape(inbox, counts)))));
    }

    /** That the provider refuses is an answer, not an error of this call. */
    private Future<Reply> test(Call call) {
        call.body();
        String name = call.name();
        if (directory.named(name).isEmpty() || !call.caller().maySee(name)) {
            throw Problem.notFound();
        }
        return tests.apply(name)
                .timeout(TEST_SECONDS, TimeUnit.SECONDS)
                .map(found -> new JsonObject().put("ok", true).put("detail", found))
                .recover(failure -> Future.succeededFuture(new JsonObject()
                        .put("ok", false)
                        .put(
                                "detail",
                                failure instanceof TimeoutException
                                        ? "no answer within " + TEST_SECONDS + " s"
                                        : String.valueOf(failure.getMessage()))))
                .map(Reply::ok);
    }

    private JsonObject shape(Inbox inbox, Map<String, Counts> counts) {
        return Shapes.inbox(inbox, states.apply(inbox.name()), counts.getOrDefault(inbox.name(), NONE))
                .put("facts", new JsonObject(new TreeMap<>(facts.apply(inbox.name()))));
    }
}
