package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tributary.gateway.api.call.Body;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Caller;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Cursor;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Query;
import tributary.gateway.api.call.Reply;
import tributary.gateway.api.once.Idempotency;
import tributary.gateway.platform.http.Problem;
import tributary.gateway.ticket.Effect;
import tributary.gateway.ticket.Priority;
import tributary.gateway.ticket.Status;
import tributary.gateway.ticket.Ticket;
import tributary.gateway.ticket.TicketCommand;
import tributary.gateway.ticket.TicketJson;
import tributary.gateway.ticket.TicketReads;
import tributary.gateway.ticket.TicketRefused;
import tributary.gateway.ticket.Tickets;

/** Tickets: lists, one, changes, and how far an agent has read. */
public final class TicketRoutes implements Resource {

    private static final String LIST = "tickets";
    private static final int MOST_TEXT = 200;
    private static final int MOST_SUBJECT = 1000;
    private static final int MOST_TAGS = 50;
    private static final int MOST_TAG = 100;

    private final Tickets tickets;
    private final TicketReads reads;
    private final TicketJson json;
    private final Idempotency idempotency;

    public TicketRoutes(Tickets tickets, TicketReads reads, TicketJson json, Idempotency idempotency) {
        this.tickets = tickets;
        this.reads = reads;
        this.json = json;
        this.idempotency = idempotency;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.LIST_TICKETS, this::list);
        calls.on(Operation.GET_TICKET, this::one);
        calls.on(Operation.PATCH_TICKET, this::change);
        calls.on(Operation.POST_READ, this::read);
    }

    private Future<Reply> list(Call call) {
        Query query = call.query("status", "inbox", "assignee", "q", "limit", "cursor");
        TicketReads.Filter filter = new TicketReads.Filter(
                call.caller().visible(),
                statuses(query.texts("status", MOST_TEXT)),
                query.text("inbox", MOST_TEXT),
                query.text("assignee", MOST_TEXT).map(text -> assignee(text, call.caller())),
                query.text("q", MOST_TEXT).map(String::strip).filter(text -> !text.isEmpty()));
        return reads.tickets(filter, query.cursor().map(TicketRoutes::place), query.limit())
                .map(page -> Reply.ok(Shapes.page(
                                Shapes.array(page.tickets(), json::ticket),
                                page.next().map(TicketRoutes::cursor))
                        .put("heads", Shapes.heads(page.heads()))));
    }

    private Future<Reply> one(Call call) {
        return reads.ticket(call.caller().visible(), call.number())
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(view ->
                        tagged(view.ticket(), json.ticket(view.ticket()).put("heads", Shapes.heads(view.heads()))));
    }

    private Future<Reply> change(Call call) {
        Body body = call.body("status", "priority", "assignee", "tags", "subject");
        TicketCommand.Update command = new TicketCommand.Update(
                call.caller().actor(),
                call.caller()::maySee,
                call.number(),
                body.word("status", "a status such as \"open\"", Status::of),
                body.word("priority", "urgent, high, normal or low", Priority::of),
                body.idOrNull("assignee"),
                body.texts("tags", MOST_TAGS, MOST_TAG).map(TicketRoutes::tags),
                body.optionalText("subject", MOST_SUBJECT),
                call.ifMatch());
        return tickets.update(command, Effect.none())
                .map(ticket -> tagged(ticket, json.ticket(ticket)))
                .recover(failure -> withCurrent(call, failure));
    }

    private Future<Reply> read(Call call) {
        long seq = call.body("seq").number("seq").orElseThrow(() -> Problem.badRequest("seq: expected a whole number"));
        TicketCommand.Read command =
                new TicketCommand.Read(call.caller().actor(), call.caller()::maySee, call.number(), seq);
        return idempotency.repeatable(call, () -> tickets.read(command).map(Reply.nothing()));
    }

    /** Somebody was faster: the answer brings what they made of the ticket. */
    private Future<Reply> withCurrent(Call call, Throwable failure) {
        if (!(failure instanceof TicketRefused refused) || !refused.code().equals("precondition-failed")) {
            return Future.failedFuture(failure);
        }
        return reads.ticket(call.caller().visible(), call.number())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(view -> Future.failedFuture(new Problem(
                        412,
                        refused.code(),
                        "the ticket was changed meanwhile",
                        refused.members().put("current", json.ticket(view.ticket())))));
    }

    private static Reply tagged(Ticket ticket, JsonObject body) {
        return Reply.ok(body).withHeader("ETag", "\"" + ticket.rev() + '"');
    }

    private static Set<Status> statuses(List<String> words) {
        Set<Status> statuses = new HashSet<>();
        for (String word : words) {
            statuses.add(Status.of(word)
                    .orElseThrow(() -> Problem.badRequest(
                            "status: expected new, open, pending, hold, solved or closed, with commas between")));
        }
        return statuses;
    }

    private static TicketReads.Assignee assignee(String text, Caller caller) {
        return switch (text) {
            case "none" -> new TicketReads.Assignee(Optional.empty());
            case "me" -> new TicketReads.Assignee(Optional.of(caller.id()));
            default -> new TicketReads.Assignee(Optional.of(agent(text)));
        };
    }

    private static UUID agent(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw Problem.badRequest("assignee: expected none, me or an agent's id, found something else");
        }
    }

    private static List<String> tags(List<String> found) {
        return found.stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }

    private static String cursor(TicketReads.After after) {
        return Cursor.of(LIST, ChronoUnit.MICROS.between(Instant.EPOCH, after.updatedAt()), after.number());
    }

    private static TicketReads.After place(String cursor) {
        JsonArray keys = Cursor.read(cursor, LIST, Long.class, Long.class);
        return new TicketReads.After(Instant.EPOCH.plus(keys.getLong(0), ChronoUnit.MICROS), keys.getLong(1));
    }
}
