package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Reply;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxCounters;
import tributary.gateway.inbox.InboxCounters.Counts;
import tributary.gateway.inbox.InboxDirectory;

/** The inboxes that the caller sees, with state and counters. */
public final class InboxRoutes implements Resource {

    private static final Counts NONE = new Counts(0, 0, 0, 0, Optional.empty());

    private final InboxDirectory directory;
    private final InboxCounters counters;
    private final Function<String, String> states;

    /** @param states the state of an inbox by name: {@code up}, {@code down} or {@code removed} */
    public InboxRoutes(InboxDirectory directory, InboxCounters counters, Function<String, String> states) {
        this.directory = directory;
        this.counters = counters;
        this.states = states;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.LIST_INBOXES, this::list);
    }

    private Future<Reply> list(Call call) {
        List<Inbox> seen = directory.all().stream()
                .filter(inbox -> call.caller().maySee(inbox.name()))
                .sorted(Comparator.comparing(Inbox::name))
                .toList();
        return counters.read().map(counts -> Reply.ok(Shapes.list(Shapes.array(seen, inbox -> shape(inbox, counts)))));
    }

    private JsonObject shape(Inbox inbox, Map<String, Counts> counts) {
        return Shapes.inbox(inbox, states.apply(inbox.name()), counts.getOrDefault(inbox.name(), NONE));
    }
}
