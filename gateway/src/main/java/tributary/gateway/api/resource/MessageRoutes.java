package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tributary.conversation.Recipient;
import tributary.gateway.api.call.Body;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Cursor;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Query;
import tributary.gateway.api.call.Reply;
import tributary.gateway.api.once.Idempotency;
import tributary.gateway.platform.http.Problem;
import tributary.gateway.ticket.Message;
import tributary.gateway.ticket.TicketCommand;
import tributary.gateway.ticket.TicketCommand.Resolution;
import tributary.gateway.ticket.TicketJson;
import tributary.gateway.ticket.TicketReads;
import tributary.gateway.ticket.TicketReads.MessagePage;
import tributary.gateway.ticket.TicketReads.Window;
import tributary.gateway.ticket.Tickets;

/** Messages: threads, replies and notes, moves, and what a person says about an unknown delivery. */
public final class MessageRoutes implements Resource {

    private static final String LIST = "messages";
    private static final int MOST_TEXT = 65_536;
    private static final int MOST_HTML = 262_144;
    private static final int MOST_ATTACHMENTS = 20;
    private static final int MOST_RECIPIENTS = 50;

    private final Tickets tickets;
    private final TicketReads reads;
    private final TicketJson json;
    private final Idempotency idempotency;

    public MessageRoutes(Tickets tickets, TicketReads reads, TicketJson json, Idempotency idempotency) {
        this.tickets = tickets;
        this.reads = reads;
        this.json = json;
        this.idempotency = idempotency;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.LIST_MESSAGES, this::list);
        calls.on(Operation.POST_MESSAGE, this::post);
        calls.on(Operation.MOVE_MESSAGE, this::move);
        calls.on(Operation.UNDO_MOVE, this::undo);
        calls.on(Operation.UNDO, this::undo);
        calls.on(Operation.RESOLVE_DELIVERY, this::resolve);
    }

    private Future<Reply> list(Call call) {
        Query query = call.query("limit", "cursor", "before");
        Optional<Long> before = query.number("before");
        if (before.isPresent() && query.cursor().isPresent()) {
            throw Problem.badRequest("before: expected cursor or before, found both");
        }
        long after = query.cursor()
                .map(cursor -> Cursor.read(cursor, LIST, Long.class).getLong(0))
                .orElse(0L);
        Window window = new Window(before.orElse(after), before.isPresent(), query.limit());
        return reads.messages(call.caller().visible(), call.number(), window)
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(page -> Reply.ok(page(page, window)));
    }

    private Future<Reply> post(Call call) {
        Body body = call.body("kind", "text", "html", "attachments", "lastSeen", "force", "to", "cc", "bcc");
        boolean note = body.word("kind", "reply or note", MessageRoutes::isNote)
                .orElseThrow(() -> Problem.badRequest("kind: expected reply or note, found nothing"));
        TicketCommand.Post command = new TicketCommand.Post(
                call.caller().actor(),
                call.caller()::maySee,
                call.number(),
                note,
                body.text("text", MOST_TEXT),
                body.optionalText("html", MOST_HTML).orElse(null),
                body.ids("attachments", MOST_ATTACHMENTS),
                body.number("lastSeen"),
                body.flag("force").orElse(false),
                addressing(body));
        if (command.text().isBlank() && command.attachments().isEmpty()) {
            throw Problem.badRequest("text: expected a text or an attachment, found neither");
        }
        return idempotency.command(call, this::created, effect -> tickets.post(command, effect));
    }

    private static Optional<TicketCommand.Addressing> addressing(Body body) {
        List<Recipient> to = body.people("to", MOST_RECIPIENTS);
        List<Recipient> cc = body.people("cc", MOST_RECIPIENTS);
        List<Recipient> bcc = body.people("bcc", MOST_RECIPIENTS);
        if (to.isEmpty() && (!cc.isEmpty() || !bcc.isEmpty())) {
            throw Problem.badRequest("to: expected a recipient beside cc and bcc, found none");
        }
        return to.isEmpty() ? Optional.empty() : Optional.of(new TicketCommand.Addressing(to, cc, bcc));
    }

    private Future<Reply> move(Call call) {
        Optional<Long> to = call.body("ticket").number("ticket");
        TicketCommand.Move command =
                new TicketCommand.Move(call.caller().actor(), call.caller()::maySee, call.id(), to);
        return idempotency.command(call, this::ok, effect -> tickets.move(command, effect));
    }

    private Future<Reply> undo(Call call) {
        call.body();
        TicketCommand.UndoMove command =
                new TicketCommand.UndoMove(call.caller().actor(), call.caller()::maySee, call.id());
        return idempotency.command(call, this::ok, effect -> tickets.undoMove(command, effect));
    }

    private Future<Reply> resolve(Call call) {
        Resolution resolution = call.body("action")
                .word("action", "resend, sent or discard", MessageRoutes::resolution)
                .orElseThrow(() -> Problem.badRequest("action: expected resend, sent or discard, found nothing"));
        TicketCommand.ResolveDelivery command =
                new TicketCommand.ResolveDelivery(call.caller().actor(), call.caller()::maySee, call.id(), resolution);
        return idempotency.command(call, this::ok, effect -> tickets.resolveDelivery(command, effect));
    }

    private JsonObject page(MessagePage page, Window window) {
        Optional<Long> edge = page.messages().isEmpty() || !page.more()
                ? Optional.empty()
                : Optional.of(page.messages()
                        .get(window.backwards() ? 0 : page.messages().size() - 1)
                        .seq());
        JsonObject body = Shapes.page(
                Shapes.array(page.messages(), json::message),
                edge.filter(seq -> !window.backwards()).map(seq -> Cursor.of(LIST, seq)));
        if (window.backwards()) {
            body.getJsonObject("page").put("prev", edge.orElse(null));
        }
        return body.put("heads", Shapes.heads(page.heads()));
    }

    private Reply created(Message message) {
        return Reply.created(json.message(message));
    }

    private Reply ok(Message message) {
        return Reply.ok(json.message(message));
    }

    private static Optional<Boolean> isNote(String word) {
        return switch (word) {
            case "note" -> Optional.of(true);
            case "reply" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Resolution> resolution(String word) {
        return switch (word) {
            case "resend", "sent", "discard" -> Optional.of(Resolution.valueOf(word.toUpperCase(Locale.ROOT)));
            default -> Optional.empty();
        };
    }
}
