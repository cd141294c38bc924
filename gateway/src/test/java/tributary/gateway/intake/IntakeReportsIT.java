package tributary.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.PartyKey;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.ticket.Message;
import tributary.gateway.ticket.Status;

/** Reports about what we sent, and what else a customer's side says without writing. */
class IntakeReportsIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        mei = node.agent("Mei");
    }

    @AfterEach
    void stops() {
        node.close();
    }

    private UUID mei;

    @ParameterizedTest
    @CsvSource({
        "sent,      delivered, delivered",
        "sent,      read,      read",
        "sent,      failed,    failed",
        "delivered, read,      read",
        "unknown,   delivered, delivered",
        "unknown,   failed,    failed",
        "read,      delivered, read",
        "delivered, failed,    delivered",
        "failed,    delivered, failed",
        "read,      failed,    read"
    })
    void aReportMovesADeliveryForwardOnly(String before, String report, String after) {
        Message reply = node.reply(node.says("v1", "hello"), mei, "hi");
        DB.run("update outbox set state = '" + before + "'");

        node.apply(Events.reported("v1", reply.id(), report));

        assertThat(node.value("select state from outbox")).isEqualTo(after);
        assertThat(node.count("ticket_event where kind = 'message.delivery'")).isEqualTo(before.equals(after) ? 0 : 1);
        node.expectGaplessLogs();
    }

    @Test
    void aReportAboutAMessageNobodyKnowsIsHarmless() {
        node.apply(Events.reported("v1", UUID.randomUUID(), "delivered"));

        assertThat(node.count("quarantine")).isZero();
        assertThat(node.count("ticket_event")).isZero();
    }

    @Test
    void aReportCannotSpeakOfAnotherInbox() {
        Message reply = node.reply(node.says("v1", "hello"), mei, "hi");
        DB.run("update outbox set state = 'sent'");

        node.apply(new DeliveryReported(
                new PartyKey("shop", Events.identity("v2")), "d1", reply.id(), "delivered", null, Events.AT));

        assertThat(node.value("select state from outbox")).isEqualTo("sent");
        node.expectGaplessLogs();
    }

    @Test
    void whoHasReadAMessageHasReadTheOnesBefore() {
        long ticket = node.says("v1", "hello");
        node.reply(ticket, mei, "one");
        Message two = node.reply(ticket, mei, "two");
        node.reply(ticket, mei, "three");
        DB.run("update outbox set state = 'sent'");

        node.apply(Events.seen("v1", two.id()));

        assertThat(node.value("select string_agg(o.state, ' ' order by m.seq) from outbox o"
                        + " join message m on m.id = o.message_id"))
                .isEqualTo("read read sent");
        assertThat(node.value("select read_by_contact from party")).isEqualTo(two.id());
    }

    @Test
    void anOlderReadPositionTakesNothingBack() {
        long ticket = node.says("v1", "hello");
        Message one = node.reply(ticket, mei, "one");
        Message two = node.reply(ticket, mei, "two");
        node.apply(Events.seen("v1", two.id()));

        node.apply(Events.seen("v1", one.id()));

        assertThat(node.value("select read_by_contact from party")).isEqualTo(two.id());
    }

    @Test
    void twoReadPositionsInOneBatchKeepTheNewer() {
        long ticket = node.says("v1", "hello");
        Message one = node.reply(ticket, mei, "one");
        Message two = node.reply(ticket, mei, "two");
        node.receive(Events.seen("v1", two.id()));
        node.receive(Events.seen("v1", one.id()));
        node.processed();

        assertThat(node.value("select read_by_contact from party")).isEqualTo(two.id());
    }

    @Test
    void nobodyReadsAStrangersMessages() {
        Message reply = node.reply(node.says("v1", "hello"), mei, "hi");
        DB.run("update outbox set state = 'sent'");
        node.says("v2", "me too");

        node.apply(Events.seen("v2", reply.id()));

        assertThat(node.value("select state from outbox")).isEqualTo("sent");
        assertThat(node.count("party where read_by_contact is not null")).isZero();
    }

    @Test
    void aCustomerWhoEndsTheConversationSolvesIt() {
        long ticket = node.says("v1", "hello");

        node.apply(Events.closed("v1"));

        assertThat(node.value("select status from ticket where number = %d", ticket))
                .isEqualTo("solved");
        assertThat(node.value(
                        "select concat_ws(' ', actor_kind, cause) from ticket_event where kind = 'status.changed'"))
                .isEqualTo("contact customer");
    }

    @Test
    void endingAConversationThatIsOverChangesNothing() {
        long ticket = node.says("v1", "hello");
        node.set(ticket, mei, Status.CLOSED);

        node.apply(Events.closed("v1"));
        node.apply(Events.closed("v2"));

        assertThat(node.value("select status from ticket where number = %d", ticket))
                .isEqualTo("closed");
        assertThat(node.count("ticket")).isEqualTo(1);
    }
}
