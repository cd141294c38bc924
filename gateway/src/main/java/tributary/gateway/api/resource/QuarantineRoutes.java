package tributary.gateway.api.resource;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Cursor;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Query;
import tributary.gateway.api.call.Reply;
import tributary.gateway.api.once.Idempotency;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.journal.HoldingPen;
import tributary.gateway.journal.Quarantined;
import tributary.gateway.platform.http.Problem;

/** The holding pen. */
public final class QuarantineRoutes implements Resource {

    private static final String LIST = "quarantine";
    private static final int MOST_NAME = 40;

    private final HoldingPen pen;
    private final InboxDirectory directory;
    private final Idempotency idempotency;

    public QuarantineRoutes(HoldingPen pen, InboxDirectory directory, Idempotency idempotency) {
        this.pen = pen;
        this.directory = directory;
        this.idempotency = idempotency;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.LIST_QUARANTINE, this::list);
        calls.on(
                Operation.REPROCESS,
                call -> settle(
                        call,
                        id -> pen.reprocess(
                                id, call.caller()::maySee, call.caller().id())));
        calls.on(
                Operation.ACCEPT,
                call -> settle(
                        call,
                        id -> pen.accept(
                                id, call.caller()::maySee, call.caller().id())));
        calls.on(
                Operation.DISCARD,
                call -> settle(
                        call,
                        id -> pen.discard(
                                id, call.caller()::maySee, call.caller().id())));
    }

    private Future<Reply> list(Call call) {
        Query query = call.query("inbox", "limit", "cursor");
        int limit = query.limit();
        Optional<String> only = query.text("inbox", MOST_NAME);
        List<String> inboxes = directory.all().stream()
                .map(Inbox::name)
                .filter(name ->
                        only.map(name::equals).orElse(true) && call.caller().maySee(name))
                .toList();
        return pen.list(inboxes, query.cursor().map(QuarantineRoutes::place).orElse(null), limit + 1)
                .map(entries -> page(entries, limit));
    }

    private Future<Reply> settle(Call call, Function<UUID, Future<Boolean>> decision) {
        call.body();
        UUID id = call.id();
        return idempotency.repeatable(
                call,
                () -> decision.apply(id)
                        .compose(done -> done
                                ? Future.succeededFuture(Reply.nothing())
                                : Future.failedFuture(Problem.notFound())));
    }

    private static Reply page(List<Quarantined> entries, int limit) {
        boolean more = entries.size() > limit;
        List<Quarantined> shown = more ? entries.subList(0, limit) : entries;
        Optional<String> next =
                more ? Optional.of(Cursor.of(LIST, shown.get(limit - 1).id().toString())) : Optional.empty();
        return Reply.ok(Shapes.page(Shapes.array(shown, Shapes::quarantined), next));
    }

    private static UUID place(String cursor) {
        try {
            return UUID.fromString(Cursor.read(cursor, LIST, String.class).getString(0));
        } catch (IllegalArgumentException notAnId) {
            throw Problem.badRequest("cursor: expected the value of page.next of this list, found something else");
        }
    }
}
