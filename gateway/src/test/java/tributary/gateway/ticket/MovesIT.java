package tributary.gateway.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.conversation.PartyKey;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.ticket.TicketCommand.Resolution;

/** Moving messages, and saying what became of them. */
class MovesIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private Ask mei;
    private long from;
    private long to;
    private UUID message;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        mei = new Ask(node.commands, node.agent("Mei"));
        from = node.says("v1", "hello");
        message = node.apply(Events.message("v1", "about something else"));
        to = node.says("v2", "hello");
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void aMovedMessageIsTheLastOfItsNewTicket() {
        Message moved = await(mei.move(message, to));

        assertThat(moved.ticket()).isEqualTo(to);
        assertThat(moved.seq()).isEqualTo(3);
        assertThat(thread(from)).isEqualTo("hello");
        assertThat(thread(to)).isEqualTo("hello, about something else");
        assertThat(node.count("ticket_event where kind = 'message.moved'")).isEqualTo(2);
        assertThat(node.value(
                        "select text from message m join ticket t on t.last_message = m.id where t.number = %d", from))
                .isEqualTo("hello");
        node.expectGaplessLogs();
    }

    @Test
    void aMoveIsUndoneStepByStep() {
        long third = node.says("v3", "hello");
        await(mei.move(message, to));
        await(mei.move(message, third));

        assertThat(await(mei.undoMove(message)).ticket()).isEqualTo(to);
        assertThat(await(mei.undoMove(message)).ticket()).isEqualTo(from);
        assertThat(Ask.refused(mei.undoMove(message)).code()).isEqualTo("conflict");
        node.expectGaplessLogs();
    }

    @Test
    void ofTwoMovesAtOnceOneIsDoneAndTheCountsAddUp() {
        long third = node.says("v3", "hello");
        List<Future<Message>> moves = List.of(mei.move(message, to), mei.move(message, third));
        await(Future.join(moves).otherwiseEmpty());

        assertThat(node.count("message where id = '" + message + "'")).isEqualTo(1);
        node.expectGaplessLogs();
    }

    @Test
    void aMoveIsUndoneOnceHoweverManyAsk() {
        await(mei.move(message, to));
        List<Future<Message>> undoes = List.of(mei.undoMove(message), mei.undoMove(message), mei.undoMove(message));
        await(Future.join(undoes).otherwiseEmpty());

        assertThat(undoes.stream().filter(Future::succeeded)).hasSize(1);
        assertThat(thread(from)).isEqualTo("hello, about something else");
        node.expectGaplessLogs();
    }

    @Test
    void aSecondOpenTicketOfACustomerIsRefused() {
        assertThat(Ask.refused(mei.moveToNew(message)).code()).isEqualTo("open-ticket-exists");
    }

    @Test
    void whileNoneIsOpenANewTicketIsMadeForTheSameCustomer() {
        await(mei.status(from, Status.CLOSED));

        Message moved = await(mei.moveToNew(message));

        assertThat(moved.ticket()).isNotIn(from, to);
        assertThat(node.value(
                        "select concat_ws(' ', subject, status, message_count) from ticket where number = %d",
                        moved.ticket()))
                .isEqualTo("about something else new 1");
        assertThat(node.value("select kind from ticket_link")).isEqualTo("related");
        node.expectGaplessLogs();
    }

    @Test
    void aTicketOfAnotherInboxIsNoPlaceForAMessage() {
        long shop = shopTicket();

        assertThat(Ask.refused(mei.move(message, shop)).code()).isEqualTo("bad-request");
        assertThat(Ask.refused(mei.move(message, from)).code()).isEqualTo("bad-request");
    }

    @Test
    void aForbiddenTicketLooksLikeAMissingOne() {
        long shop = shopTicket();
        Ask web = mei.seeing("web");

        assertThat(Ask.refused(web.move(message, shop)).code()).isEqualTo("not-found");
        assertThat(Ask.refused(web.move(message, 999_999)).code()).isEqualTo("not-found");
        assertThat(Ask.refused(mei.seeing("shop").move(message, to)).code()).isEqualTo("not-found");
    }

    @Test
    void aMovedReplyIsStillReportedOn() {
        Message reply = await(mei.reply(from, "hi"));
        DB.run("update outbox set state = 'sent'");
        await(mei.move(reply.id(), to));

        node.apply(Events.reported("v1", reply.id(), "delivered"));

        assertThat(node.value("select state from outbox")).isEqualTo("delivered");
        node.expectGaplessLogs();
    }

    @Test
    void onlyAnUnknownDeliveryIsResolvedByAPerson() {
        Message reply = await(mei.reply(from, "hi"));

        for (String state : List.of("queued", "leased", "sending", "sent", "failed", "delivered", "read")) {
            DB.run("update outbox set state = '" + state + "'");
            assertThat(Ask.refused(mei.resolve(reply.id(), Resolution.RESEND)).code())
                    .isEqualTo("conflict");
        }
        assertThat(Ask.refused(mei.resolve(message, Resolution.SENT)).code()).isEqualTo("conflict");
    }

    @Test
    void aPersonSaysWhatBecameOfAnUnknownDelivery() {
        assertThat(resolved(Resolution.RESEND)).isEqualTo("queued");
        assertThat(resolved(Resolution.SENT)).isEqualTo("sent");
        assertThat(resolved(Resolution.DISCARD)).isEqualTo("failed");
        node.expectGaplessLogs();
    }

    private Object resolved(Resolution resolution) {
        Message reply = await(mei.reply(from, "hi"));
        DB.run("update outbox set state = 'unknown' where message_id = '" + reply.id() + "'");
        Message answer = await(mei.resolve(reply.id(), resolution));
        Object state = node.value("select state from outbox where message_id = '%s'", reply.id());
        assertThat(answer.delivery().state()).isEqualTo(state);
        return state;
    }

    private long shopTicket() {
        node.apply(Events.message(new PartyKey("shop", Events.identity("v9")), "m9", "hello"));
        return (Long) node.value("select number from ticket t join inbox i on i.id = t.inbox_id where i.name = 'shop'");
    }

    private Object thread(long number) {
        return node.value(
                "select string_agg(m.text, ', ' order by m.seq) from message m"
                        + " join ticket t on t.id = m.ticket_id where t.number = %d",
                number);
    }
}
