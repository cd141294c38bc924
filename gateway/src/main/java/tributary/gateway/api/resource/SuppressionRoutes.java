package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tributary.gateway.api.call.Body;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Cursor;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Query;
import tributary.gateway.api.call.Reply;
import tributary.gateway.api.once.Idempotency;
import tributary.gateway.inbox.suppression.Suppression;
import tributary.gateway.inbox.suppression.SuppressionTable;
import tributary.gateway.platform.http.Problem;
import tributary.gateway.ticket.TicketJson;

/** Addresses that must not be written to. */
public final class SuppressionRoutes implements Resource {

    private static final String LIST = "suppressions";
    private static final int MOST_ADDRESS = 320;
    private static final int MOST_NOTE = 500;

    private final SuppressionTable table;
    private final Idempotency idempotency;

    public SuppressionRoutes(SuppressionTable table, Idempotency idempotency) {
        this.table = table;
        this.idempotency = idempotency;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.LIST_SUPPRESSIONS, this::list);
        calls.on(Operation.POST_SUPPRESSION, this::add);
        calls.on(Operation.DELETE_SUPPRESSION, this::lift);
    }

    private Future<Reply> list(Call call) {
        Query query = call.query("q", "limit", "cursor");
        int limit = query.limit();
        UUID after = query.cursor().map(SuppressionRoutes::place).orElse(null);
        return table.list(query.text("q", MOST_ADDRESS), after, limit + 1).map(found -> page(found, limit));
    }

    private Future<Reply> add(Call call) {
        Body body = call.body("address", "reason", "note");
        String address = body.text("address", MOST_ADDRESS).strip();
        if (!address.matches("[^\\s@<>]{1,64}@[^\\s@<>]{1,255}")) {
            throw Problem.badRequest("address: expected an e-mail address, found something else");
        }
        String reason = body.word("reason", "manual or unsubscribe", SuppressionRoutes::reason)
                .orElse("manual");
        String note = body.optionalText("note", MOST_NOTE).orElse("");
        return idempotency.transaction(
                call,
                transaction -> table.add(
                                transaction,
                                address,
                                reason,
                                note,
                                call.caller().id())
                        .map(added -> Reply.created(shape(added))));
    }

    private Future<Reply> lift(Call call) {
        return table.lift(call.id(), call.caller().id())
                .compose(done ->
                        done ? Future.succeededFuture(Reply.nothing()) : Future.failedFuture(Problem.notFound()));
    }

    /** What people find out; the rest is learnt from mail. */
    private static Optional<String> reason(String word) {
        return List.of("manual", "unsubscribe").contains(word) ? Optional.of(word) : Optional.empty();
    }

    private static Reply page(List<Suppression> found, int limit) {
        boolean more = found.size() > limit;
        List<Suppression> shown = more ? found.subList(0, limit) : found;
        Optional<String> next =
                more ? Optional.of(Cursor.of(LIST, shown.get(limit - 1).id().toString())) : Optional.empty();
        return Reply.ok(Shapes.page(Shapes.array(shown, SuppressionRoutes::shape), next));
    }

    private static JsonObject shape(Suppression entry) {
        return new JsonObject()
                .put("id", entry.id().toString())
                .put("address", entry.address())
                .put("reason", entry.reason())
                .put("active", entry.active())
                .put("strikes", entry.strikes())
                .put("note", entry.note())
                .put("inbox", entry.inbox().orElse(null))
                .put("at", TicketJson.time(entry.at()))
                .put("expiresAt", entry.expiresAt().map(TicketJson::time).orElse(null));
    }

    private static UUID place(String cursor) {
        try {
            return UUID.fromString(Cursor.read(cursor, LIST, String.class).getString(0));
        } catch (IllegalArgumentException notAnId) {
            throw Problem.badRequest("cursor: expected the value of page.next of this list, found something else");
        }
    }
}
