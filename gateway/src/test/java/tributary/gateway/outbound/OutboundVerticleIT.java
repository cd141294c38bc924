package tributary.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Connector;
import tributary.connector.Delivery;
import tributary.conversation.OutboundMessage;
import tributary.conversation.PartyKey;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.ticket.Status;

/** Dispatchers that run by themselves, on one node and on two. */
class OutboundVerticleIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private UUID mei;
    private final FakeConnector connector = new FakeConnector(false);

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        mei = node.agent("Mei");
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void aReplyLeavesWithoutWaitingForTheSweep() {
        long ticket = node.says("v1", "hello");
        deploy(node, new OutboundConfig(null, null, Duration.ofHours(1), null));

        node.reply(ticket, mei, "hi");

        TestNode.eventually(() -> node.count("outbox where state = 'sent'") == 1);
    }

    @Test
    void aReplyWrittenElsewhereIsFoundByTheSweep() {
        long ticket = node.says("v1", "hello");
        deploy(node, new OutboundConfig(null, null, Duration.ofMillis(100), null));

        try (TestNode other = node.another()) {
            other.reply(ticket, mei, "hi");
        }

        TestNode.eventually(() -> node.count("outbox where state = 'sent'") == 1);
    }

    @Test
    void aReplyIsLeftToTheNodeThatCanSendIt() {
        long ticket = node.says("v1", "hello");
        connector.sendsHere = false;
        deploy(node, new OutboundConfig(null, null, Duration.ofMillis(10), null));

        try (TestNode other = node.another()) {
            FakeConnector bound = new FakeConnector(false);
            deploy(other, Map.of(other.web(), bound), new OutboundConfig(null, null, Duration.ofMillis(500), null));
            node.reply(ticket, mei, "hi");
            TestNode.eventually(() -> node.count("outbox where state = 'sent'") == 1);

            assertThat(bound.texts()).containsExactly("hi");
            assertThat(connector.texts()).isEmpty();
        }
    }

    @Test
    void aSolvedTicketIsToldToTheConnectorAfterItsLastReply() {
        long ticket = node.says("v1", "hello");
        deploy(node, new OutboundConfig(null, null, Duration.ofHours(1), null));

        node.reply(ticket, mei, "bye");
        node.set(ticket, mei, Status.SOLVED);

        TestNode.eventually(() -> !connector.solved.isEmpty());
        assertThat(connector.solved).containsExactly("v1 after 1");
    }

    @Test
    void aProviderThatNeverAnswersStopsNobodyElse() {
        long stuck = node.says("v1", "hello");
        long fine = node.says("v2", "hello");
        connector.provider = message -> message.text().equals("stuck")
                ? Promise.<Delivery>promise().future()
                : Future.succeededFuture(new Delivery.Accepted(null));
        deploy(node, new OutboundConfig(null, Duration.ofSeconds(1), Duration.ofMillis(100), null));
        node.reply(stuck, mei, "stuck");
        TestNode.eventually(() -> connector.texts().contains("stuck"));

        node.reply(fine, mei, "fine");

        TestNode.eventually(() -> node.count("outbox where state = 'sent'") == 1);
        TestNode.eventually(() -> node.count("outbox where state = 'unknown'") == 1);
    }

    @Test
    void aSilentProviderHoldsUpNoOtherInbox() {
        FakeConnector silent = new FakeConnector(false);
        Promise<Delivery> answer = Promise.promise();
        silent.provider = message -> answer.future();
        long stuck = node.says("v1", "hello");
        UUID message = node.apply(Events.message(new PartyKey("shop", Events.identity("v2")), "m-1", "hello"));
        long fine = (Long) node.value(
                "select t.number from message m join ticket t on t.id = m.ticket_id where m.id = '%s'", message);
        deploy(
                node,
                Map.of(node.web(), silent, node.shop(), connector),
                new OutboundConfig(null, Duration.ofMinutes(1), Duration.ofHours(1), null));
        node.reply(stuck, mei, "stuck");
        TestNode.eventually(() -> silent.texts().contains("stuck"));

        node.reply(fine, mei, "fine");

        TestNode.eventually(() -> node.count("outbox where state = 'sent'") == 1);
        assertThat(node.count("outbox where state = 'sending'")).isEqualTo(1);
        answer.complete(new Delivery.Accepted(null));
    }

    @Test
    void twoDispatchersAtOnceSendEachOfAThousandMessagesOnceAndInOrder() {
        fillOutbox(50, 20);
        try (TestNode other = node.another()) {
            OutboundConfig often = new OutboundConfig(32, null, Duration.ofMillis(20), null);
            deploy(node, often);
            deploy(other, often);
            TestNode.eventually(() -> node.count("outbox where state = 'sent'") == 1_000);
        }

        assertThat(connector.sent).hasSize(1_000);
        assertThat(new HashSet<>(
                        connector.sent.stream().map(OutboundMessage::id).toList()))
                .hasSize(1_000);
        for (int i = 0; i < 50; i++) {
            String visitor = "v" + i;
            assertThat(connector.sent.stream()
                            .filter(message ->
                                    message.party().identity().value().equals(visitor))
                            .map(message -> Integer.valueOf(message.text()))
                            .toList())
                    .isSorted();
        }
        node.expectGaplessLogs();
    }

    private void deploy(TestNode where, OutboundConfig config) {
        deploy(where, Map.of(where.web(), connector), config);
    }

    private static void deploy(TestNode where, Map<Inbox, Connector> connectors, OutboundConfig config) {
        await(where.vertx.deployVerticle(new OutboundVerticle(
                where.database, where.bus, connectors, config, TestNode.IDS, where.clock, where.meters)));
    }

    private void fillOutbox(int tickets, int each) {
        Future<?> written = Future.succeededFuture();
        for (int i = 0; i < tickets; i++) {
            long ticket = node.says("v" + i, "hello");
            for (int n = 0; n < each; n++) {
                String text = String.valueOf(n);
                written = written.compose(before -> node.replying(ticket, mei, text));
            }
        }
        await(written);
    }
}
