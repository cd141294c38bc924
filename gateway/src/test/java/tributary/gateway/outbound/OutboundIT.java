package tributary.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Delivery;
import tributary.conversation.ReplyGrant;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.ticket.Message;

/** What becomes of one reply. Each dispatch is one round, called by the test. */
class OutboundIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private static final OutboundConfig CONFIG = new OutboundConfig(null, Duration.ofSeconds(30), null, 2);

    private TestNode node;
    private UUID mei;
    private long ticket;
    private FakeConnector connector;
    private Dispatcher dispatcher;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        mei = node.agent("Mei");
        ticket = node.says("v1", "hello");
        connector = new FakeConnector(false);
        dispatcher = dispatcher(node, connector);
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void whatTheProviderTookIsSent() {
        Message reply = node.reply(ticket, mei, "hi");

        round();

        assertThat(connector.texts()).containsExactly("hi");
        assertThat(node.value("select concat_ws(' ', state, provider_id) from outbox"))
                .isEqualTo("sent p-" + reply.id());
        assertThat(node.value("select data ->> 'state' from ticket_event where kind = 'message.delivery'"))
                .isEqualTo("sent");
        node.expectGaplessLogs();
    }

    @Test
    void nothingIsHandedOverBeforeTheAttemptIsCommitted() {
        node.reply(ticket, mei, "hi");
        connector.provider = message -> node.pool
                .query("select state from outbox")
                .execute()
                .map(rows -> new Delivery.Accepted(rows.iterator().next().getString("state")));

        round();

        assertThat(node.value("select provider_id from outbox"))
                .as("what another connection saw meanwhile")
                .isEqualTo("sending");
    }

    @Test
    void whatWasReportedBeforeTheIdWasKnownCounts() {
        Message reply = node.reply(ticket, mei, "hi");
        DB.run("insert into early_report (inbox_id, provider_id, state) select inbox_id, 'p-" + reply.id()
                + "', 'delivered' from outbox");

        round();

        assertThat(state()).isEqualTo("delivered");
        assertThat(node.count("early_report")).isZero();
        node.expectGaplessLogs();
    }

    @Test
    void aProviderThatSaysTheWindowIsClosedClosesIt() {
        node.reply(ticket, mei, "hi");
        connector.answers(new Delivery.Rejected("45015", ReplyGrant.closed("window-closed")));

        round();

        assertThat(node.value("select reply ->> 'closed' from party")).isEqualTo("window-closed");
        assertThat(node.value("select data -> 'changed' -> 'window' ->> 'closed' from ticket_event"
                        + " where kind = 'ticket.updated'"))
                .isEqualTo("window-closed");
        node.expectGaplessLogs();
    }

    @Test
    void whatTheProviderDidNotTakeIsGivenBackToTheWindow() {
        oneMessageLeft();
        node.reply(ticket, mei, "refused");
        assertThat(left()).isEqualTo("0");
        connector.answers(new Delivery.Rejected("errcode 45002"));

        round();

        assertThat(left()).isEqualTo("1");
        assertThat(node.value("select data -> 'changed' -> 'window' -> 'grants' -> 0 ->> 'left' from ticket_event"
                        + " where kind = 'ticket.updated' order by seq desc limit 1"))
                .isEqualTo("1");
        node.reply(ticket, mei, "once more");
        node.expectGaplessLogs();
    }

    @Test
    void whatNobodyKnowsOfIsNotGivenBack() {
        oneMessageLeft();
        node.reply(ticket, mei, "lost");
        connector.provider = message -> Future.failedFuture(new IllegalStateException("no answer"));

        round();

        assertThat(state()).isEqualTo("unknown");
        assertThat(left()).isEqualTo("0");
    }

    private void oneMessageLeft() {
        DB.run(
                "update party set reply = '{\"windows\": {\"message\": {\"until\": \"2999-01-01T00:00:00.000Z\", \"left\": 1}}}'");
    }

    private Object left() {
        return node.value("select reply -> 'windows' -> 'message' ->> 'left' from party");
    }

    @Test
    void notNowIsTriedAgainWhenItsTimeHasCome() {
        node.reply(ticket, mei, "hi");
        connector.answers(new Delivery.Deferred(Duration.ofMinutes(5), "greylisted"));

        round();

        assertThat(node.value(
                        "select concat_ws(' ', state, reason, next_at > now() + interval '4 minutes') from outbox"))
                .isEqualTo("queued greylisted t");
        round();
        assertThat(connector.sent).hasSize(1);

        due();
        connector.answers(new Delivery.Accepted(null));
        round();
        assertThat(state()).isEqualTo("sent");
        assertThat(connector.sent).hasSize(2);
    }

    @Test
    void afterTheLastAttemptNotNowIsAFailure() {
        node.reply(ticket, mei, "hi");
        connector.answers(new Delivery.Deferred(Duration.ofMillis(1), "busy"));

        round();
        due();
        round();

        assertThat(node.value("select concat_ws(' ', state, reason, attempts) from outbox"))
                .isEqualTo("failed busy 2");
    }

    @Test
    void neverIsAFailure() {
        node.reply(ticket, mei, "hi");
        connector.answers(new Delivery.Rejected("no such address"));

        round();

        assertThat(node.value("select concat_ws(' ', state, reason) from outbox"))
                .isEqualTo("failed no such address");
        assertThat(node.value("select data ->> 'reason' from ticket_event where kind = 'message.delivery'"))
                .isEqualTo("no such address");
    }

    @Test
    void noAnswerIsUnknownAndNeverTriedAgainByItself() {
        node.reply(ticket, mei, "hi");
        connector.provider = message -> Future.failedFuture("connection lost");

        round();
        due();
        await(dispatcher.expire());
        round();

        assertThat(state()).isEqualTo("unknown");
        assertThat(connector.sent).hasSize(1);
    }

    @Test
    void noAnswerIsTriedAgainWhereThatIsHarmless() {
        connector = new FakeConnector(true);
        dispatcher = dispatcher(node, connector);
        node.reply(ticket, mei, "hi");
        connector.provider = message -> Future.failedFuture("connection lost");

        round();

        assertThat(state()).isEqualTo("queued");
        due();
        connector.answers(new Delivery.Accepted(null));
        round();
        assertThat(state()).isEqualTo("sent");
    }

    @Test
    void aConnectorThatThrowsCountsAsNoAnswerAndHarmsNoOther() {
        long other = node.says("v2", "hello");
        node.reply(ticket, mei, "throws");
        node.reply(other, mei, "fine");
        connector.provider = message -> {
            if (message.text().equals("throws")) {
                throw new IllegalStateException("a bug");
            }
            return Future.succeededFuture(new Delivery.Accepted(null));
        };

        round();

        assertThat(node.value("select string_agg(o.state, ' ' order by m.text) from outbox o"
                        + " join message m on m.id = o.message_id"))
                .isEqualTo("sent unknown");
    }

    @Test
    void anExpiredLeaseThatSentNothingIsQueuedAgain() {
        node.reply(ticket, mei, "hi");
        DB.run("update outbox set state = 'leased', fence = 7, lease_until = now() - interval '1 second'");

        await(dispatcher.expire());

        assertThat(state()).isEqualTo("queued");
        round();
        assertThat(state()).isEqualTo("sent");
    }

    @Test
    void anExpiredSendingIsUnknown() {
        node.reply(ticket, mei, "hi");
        DB.run("update outbox set state = 'sending', lease_until = now() - interval '1 second'");

        await(dispatcher.expire());

        assertThat(state()).isEqualTo("unknown");
        assertThat(node.count("ticket_event where kind = 'message.delivery'")).isEqualTo(1);
    }

    @Test
    void anExpiredSendingIsQueuedAgainWhereThatIsHarmless() {
        node.reply(ticket, mei, "hi");
        DB.run("update outbox set state = 'sending', lease_until = now() - interval '1 second'");

        await(dispatcher(node, new FakeConnector(true)).expire());

        assertThat(state()).isEqualTo("queued");
    }

    @Test
    void aLeaseThatHasNotExpiredIsLeftAlone() {
        node.reply(ticket, mei, "hi");
        DB.run("update outbox set state = 'sending', lease_until = now() + interval '10 seconds'");

        await(dispatcher.expire());
        round();

        assertThat(state()).isEqualTo("sending");
        assertThat(connector.sent).isEmpty();
    }

    @Test
    void whoLostTheFenceCannotSettle() {
        node.reply(ticket, mei, "hi");
        Promise<Delivery> slow = Promise.promise();
        connector.provider = message -> slow.future();
        Future<Integer> round = dispatch(node, dispatcher);
        TestNode.eventually(() -> !connector.sent.isEmpty());
        DB.run("update outbox set state = 'sending', fence = fence + 1");

        slow.complete(new Delivery.Rejected("too late"));
        await(round);

        assertThat(state()).isEqualTo("sending");
        assertThat(node.count("ticket_event where kind = 'message.delivery'")).isZero();
    }

    @Test
    void aReplyMovedWhileItIsSentIsSettledWhereItIsNow() {
        long other = node.says("v2", "hello");
        Message reply = node.reply(ticket, mei, "hi");
        Promise<Delivery> slow = Promise.promise();
        connector.provider = message -> slow.future();
        Future<Integer> round = dispatch(node, dispatcher);
        TestNode.eventually(() -> !connector.sent.isEmpty());
        node.move(reply.id(), mei, other);

        slow.complete(new Delivery.Accepted(null));
        await(round);

        assertThat(state()).isEqualTo("sent");
        assertThat(node.value("select t.number from ticket_event e join ticket t on t.id = e.ticket_id"
                        + " where e.kind = 'message.delivery'"))
                .isEqualTo(other);
        node.expectGaplessLogs();
    }

    @Test
    void messagesOfATicketLeaveOneAfterTheOther() {
        for (int i = 0; i < 4; i++) {
            node.reply(ticket, mei, "reply " + i);
        }

        for (int i = 0; i < 4; i++) {
            assertThat(await(dispatch(node, dispatcher))).isEqualTo(1);
        }

        assertThat(connector.texts()).containsExactly("reply 0", "reply 1", "reply 2", "reply 3");
    }

    @Test
    void aMessageThatWaitsHoldsBackTheOnesBehindIt() {
        node.reply(ticket, mei, "first");
        node.reply(ticket, mei, "second");
        connector.answers(new Delivery.Deferred(Duration.ofMinutes(1), "busy"));
        round();
        connector.answers(new Delivery.Accepted(null));

        round();
        assertThat(connector.texts()).containsExactly("first");

        due();
        round();
        round();
        assertThat(connector.texts()).containsExactly("first", "first", "second");
    }

    private void round() {
        await(dispatch(node, dispatcher));
    }

    private static void due() {
        DB.run("update outbox set next_at = now()");
    }

    private Object state() {
        return node.value("select state from outbox");
    }

    /** One round; answers how many messages were taken. */
    static Future<Integer> dispatch(TestNode node, Dispatcher dispatcher) {
        return dispatcher
                .take(List.of(node.web().id()))
                .compose(taken -> dispatcher
                        .send(taken.leases(), taken.until())
                        .map(done -> taken.leases().size()));
    }

    static Dispatcher dispatcher(TestNode node, FakeConnector connector) {
        return new Dispatcher(
                node.database,
                node.bus,
                Map.of(node.web().id(), new Dispatcher.Route(node.web(), connector)),
                CONFIG,
                TestNode.IDS,
                node.clock,
                node.meters);
    }
}
