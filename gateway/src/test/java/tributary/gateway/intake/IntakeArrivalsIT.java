package tributary.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.conversation.Author;
import tributary.conversation.AwaitedFile;
import tributary.conversation.Card;
import tributary.conversation.ConversationEvent.ActionTaken;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.FileSettled;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.ReplyGrant;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.ticket.Message;
import tributary.gateway.ticket.TicketRefused;

/** What webhook channels bring besides text. */
class IntakeArrivalsIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private UUID mei;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        DB.run("truncate early_report");
        mei = node.agent("Mei");
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void aReportByTheProvidersIdFindsItsMessage() {
        Message reply = node.reply(node.says("v1", "hello"), mei, "hi");
        DB.run("update outbox set state = 'sent', provider_id = 'SM1'");

        node.apply(DeliveryReported.of(Events.party("v1"), "r1", "SM1", "delivered", null, Events.AT));

        assertThat(node.value("select state from outbox where message_id = '%s'", reply.id()))
                .isEqualTo("delivered");
        node.expectGaplessLogs();
    }

    @Test
    void aReportThatComesBeforeTheIdIsKnownWaits() {
        node.reply(node.says("v1", "hello"), mei, "hi");

        node.apply(DeliveryReported.of(Events.party("v1"), "r1", "SM1", "delivered", null, Events.AT));

        assertThat(node.count("early_report where provider_id = 'SM1'")).isEqualTo(1);
        assertThat(node.value("select state from outbox")).isEqualTo("queued");
    }

    @Test
    void anActionOpensNoTicketButIsRememberedOfTheContact() {
        node.apply(scan(null));

        assertThat(node.count("ticket")).isZero();
        assertThat(node.value("select fields ->> 'wechat-scene' from contact")).isEqualTo("order_778");
    }

    @Test
    void whoIsNamedBeforeTheirFirstMessageHasThatNameInTheTicket() {
        node.receive(Events.profile("v1", Map.of("name", "小明")));
        node.says("v1", "hello");

        assertThat(node.value("select name from contact")).isEqualTo("小明");
        assertThat(node.value("select author_name from message")).isEqualTo("小明");
    }

    @Test
    void whileAColleagueHasTheConversationTheCustomersMessageDoesNotOpenIt() {
        Instant until = node.now().plus(Duration.ofDays(2));
        node.apply(message("m1", null, List.of(), ReplyGrant.window("message", until, 5)));
        node.apply(scan(ReplyGrant.held("taken-over", until)));
        node.apply(message("m2", null, List.of(), ReplyGrant.window("message", until, 5)));

        Future<Message> reply = node.replying((Long) node.value("select number from ticket"), mei, "hi");

        TestNode.eventually(reply::isComplete);
        assertThat(((TicketRefused) reply.cause()).code()).isEqualTo("window-closed");
    }

    @Test
    void anActionShowsInTheOpenTicket() {
        node.says("v1", "hello");

        node.apply(scan(null));

        assertThat(node.value("select card -> 'facts' ->> 'scene' from message where card is not null"))
                .isEqualTo("order_778");
        assertThat(node.count("ticket")).isEqualTo(1);
        node.expectGaplessLogs();
    }

    @Test
    void aReplyIsTakenOutOfTheWindowAndRefusedWhenItIsUsedUp() {
        Instant until = node.now().plus(Duration.ofDays(2));
        node.apply(message("m1", null, List.of(), ReplyGrant.window("message", until, 2)));
        long ticket = (Long) node.value("select number from ticket");

        node.reply(ticket, mei, "one");
        node.reply(ticket, mei, "two");
        Future<Message> third = node.replying(ticket, mei, "three");

        TestNode.eventually(third::isComplete);
        assertThat(((TicketRefused) third.cause()).code()).isEqualTo("window-closed");
        assertThat(node.count("outbox")).isEqualTo(2);
        node.expectGaplessLogs();

        node.apply(message("m2", null, List.of(), ReplyGrant.window("message", until, 2)));
        node.reply(ticket, mei, "three");
    }

    @Test
    void whoLeftCannotBeAnswered() {
        long ticket = node.says("v1", "hello");
        node.apply(scan(ReplyGrant.closed("unfollowed")));

        Future<Message> reply = node.replying(ticket, mei, "hi");

        TestNode.eventually(reply::isComplete);
        assertThat(((TicketRefused) reply.cause())
                        .members()
                        .getJsonObject("window")
                        .getString("closed"))
                .isEqualTo("unfollowed");
    }

    @Test
    void anAwaitedFileIsPendingThenMissing() {
        UUID file = UUID.randomUUID();
        node.apply(message("m1", null, List.of(new AwaitedFile(file, "photo", "image/jpeg", "media-1")), null));

        assertThat(node.value("select source from attachment where id = '%s' and message_id is not null", file))
                .isEqualTo("media-1");

        node.apply(new FileSettled(Events.party("v1"), "file/" + file, file, "expired", Events.AT));

        assertThat(node.value("select problem from attachment")).isEqualTo("expired");
        assertThat(node.count("ticket_event where kind = 'message.updated'")).isEqualTo(1);
        node.expectGaplessLogs();
    }

    @Test
    void aFileThatSettlesBesideItsMessageIsToldAfterIt() {
        UUID file = UUID.randomUUID();
        node.receive(message("m1", null, List.of(new AwaitedFile(file, "photo", "image/jpeg", "media-1")), null));
        node.receive(new FileSettled(Events.party("v1"), "file/" + file, file, "expired", Events.AT));
        node.processed();

        assertThat(node.count("ticket_event where kind = 'message.updated'")).isEqualTo(1);
    }

    @Test
    void aFileOfAMessageNobodyKnowsIsHarmless() {
        node.apply(new FileSettled(Events.party("v1"), "file/x", UUID.randomUUID(), "expired", Events.AT));

        assertThat(node.count("quarantine")).isZero();
    }

    @Test
    void aCardIsKeptAsItIs() {
        node.apply(message("m1", new Card("unsupported", Map.of("type", "hologram")), List.of(), null));

        assertThat(new JsonObject(node.value("select card::text from message").toString()).encode())
                .isEqualTo("{\"kind\":\"unsupported\",\"facts\":{\"type\":\"hologram\"}}");
        assertThat(node.value("select subject from ticket")).isEqualTo("unsupported");
    }

    @Test
    void whatOneOfUsWroteInTheProvidersClientIsShownAndNotSent() {
        node.says("v1", "hello");
        DB.run("update ticket set status = 'pending'");

        node.apply(new MessageReceived(
                Events.party("v1"), "k1", null, Author.agent("小王"), "在的", List.of(), null, null, Events.AT));

        assertThat(node.value("select direction || ' ' || author_name from message where external_id = 'k1'"))
                .isEqualTo("outbound 小王");
        assertThat(node.count("outbox")).isZero();
        assertThat(node.value("select status from ticket")).isEqualTo("pending");
        assertThat(node.value("select name from contact")).isNotEqualTo("小王");
    }

    private static ActionTaken scan(ReplyGrant grant) {
        return new ActionTaken(
                Events.party("v1"),
                "e-" + TestNode.IDS.get(),
                new Card("scan", Map.of("scene", "order_778")),
                Map.of("wechat-scene", "order_778"),
                Events.AT,
                grant);
    }

    private static MessageReceived message(String id, Card card, List<AwaitedFile> files, ReplyGrant grant) {
        return new MessageReceived(
                Events.party("v1"),
                id,
                null,
                Author.contact("", null),
                "",
                List.of(),
                null,
                null,
                Events.AT,
                card,
                files,
                grant);
    }
}
