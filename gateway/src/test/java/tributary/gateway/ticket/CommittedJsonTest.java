package tributary.gateway.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tributary.conversation.Attachment;
import tributary.conversation.Author;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;

class CommittedJsonTest {

    private static final Instant AT = Instant.parse("2026-11-28T06:00:00.123Z");

    @Test
    void readsWhatItWrote() {
        TicketEvent event = event();

        assertThat(CommittedJson.read(CommittedJson.write(List.of(event)))).contains(List.of(event));
    }

    @Test
    void aNewerNodesMembersAreIgnored() {
        JsonArray written = CommittedJson.write(List.of(event())).toJsonArray();
        written.getJsonObject(0).put("mood", "sunny");

        assertThat(CommittedJson.read(written.toBuffer())).contains(List.of(event()));
    }

    @Test
    void whatIsNoEventIsALostHint() {
        assertThat(CommittedJson.read(Buffer.buffer("[{\"position\":\"x\"}]"))).isEmpty();
        assertThat(CommittedJson.read(Buffer.buffer("[]"))).isEmpty();
        assertThat(CommittedJson.read(Buffer.buffer())).isEmpty();
    }

    private static TicketEvent event() {
        UUID id = new UUID(1, 2);
        Message message = new Message(
                id,
                new UUID(1, 3),
                7,
                2,
                Message.INBOUND,
                new Author("contact", "李雷", null),
                new UUID(1, 4),
                "你好",
                null,
                null,
                null,
                List.of(new Attachment(new UUID(1, 5), "a.png", "image/png", 12)),
                "ext",
                "cid",
                new Message.DeliveryState("queued", null, AT),
                new JsonObject().put("subject", "s").put("to", new JsonArray().add(new JsonObject().put("a", 1))),
                null,
                new JsonObject().put("rule", "new"),
                AT,
                AT);
        Ticket ticket = new Ticket(
                new UUID(1, 3),
                7,
                "web",
                "livechat",
                new UUID(1, 6),
                new UUID(1, 4),
                "李雷",
                "subject",
                Status.NEW,
                Priority.NORMAL,
                null,
                List.of("vip"),
                new JsonObject(),
                2,
                1,
                1,
                Ticket.LastMessage.of(message),
                new JsonObject().put("limit", 4000),
                AT,
                AT,
                null);
        return new TicketEvent(
                "web",
                42,
                new UUID(1, 3),
                7,
                2,
                new PartyKey("web", new IdentityKey("visitor", "web", "v1")),
                1L,
                TicketEvent.MESSAGE_CREATED,
                TicketEvent.VERSION,
                Actor.contact(new UUID(1, 4), "李雷"),
                null,
                new JsonObject().put("message", id.toString()).put("rev", 3),
                AT,
                message,
                ticket);
    }
}
