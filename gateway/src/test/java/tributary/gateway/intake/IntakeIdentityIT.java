package tributary.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.ticket.Message;
import tributary.gateway.ticket.Status;

/** Who a customer says to be, and who they have proved to be. */
class IntakeIdentityIT {

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

    @Test
    void whatSomebodyTypedIsKeptAsAClaim() {
        node.says("v1", "hello");

        node.apply(Events.profile("v1", Map.of("name", "Li", "email", "li@example.cn", "order", "17")));

        assertThat(node.value("select concat_ws('|', name, fields ->> 'email', fields ->> 'order') from contact"))
                .isEqualTo("Li|li@example.cn|17");
        assertThat(node.value("select proof from identity where kind = 'email'"))
                .isEqualTo("claimed");
    }

    @Test
    void twoWhoTypeTheSameAddressStayTwo() {
        node.says("v1", "hello");
        node.says("v2", "hello");

        node.apply(Events.profile("v1", Map.of("email", "boss@example.com")));
        node.apply(Events.profile("v2", Map.of("email", "boss@example.com")));

        assertThat(node.count("contact")).isEqualTo(2);
        assertThat(node.count("identity where kind = 'email'")).isEqualTo(2);
    }

    @Test
    void aTypedNameDoesNotReplaceOneThatIsThere() {
        node.says("v1", "hello");
        node.apply(Events.profile("v1", Map.of("name", "Li")));

        node.apply(Events.profile("v1", Map.of("name", "Boss")));

        assertThat(node.value("select name from contact")).isEqualTo("Li");
    }

    @Test
    void aTypedAddressNeverReachesTheOneWhoProvedIt() {
        node.apply(Events.proven("v1", "u1", Map.of("email", "boss@example.com")));
        node.says("v2", "I am the boss");

        node.apply(Events.profile("v2", Map.of("email", "boss@example.com")));

        assertThat(contactOf("visitor", "v2")).isNotEqualTo(contactOf("user", "u1"));
        assertThat(node.value("select contact_id from identity where kind = 'email' and proof = 'verified'"))
                .isEqualTo(contactOf("user", "u1"));
    }

    @Test
    void aProvedAddressOfSomebodyElseStaysTheirs() {
        node.apply(Events.proven("v1", "u1", Map.of("email", "boss@example.com")));

        node.apply(Events.proven("v2", "u2", Map.of("email", "boss@example.com")));

        assertThat(node.value("select contact_id from identity where kind = 'email'"))
                .isEqualTo(contactOf("user", "u1"));
        assertThat(contactOf("user", "u2")).isNotEqualTo(contactOf("user", "u1"));
    }

    @Test
    void anAnonymousTicketGoesToTheUser() {
        long ticket = node.says("v1", "hello");

        node.apply(Events.proven("v1", "u1", Map.of("name", "Li")));

        assertThat(node.value("select contact_id from ticket")).isEqualTo(contactOf("user", "u1"));
        assertThat(contactOf("visitor", "v1")).isEqualTo(contactOf("user", "u1"));
        assertThat(node.value("select d.kind from ticket t join party p on p.id = t.party_id"
                        + " join identity d on d.id = p.identity_id"))
                .isEqualTo("user");
        assertThat(node.value("select count(*) from ticket_event where kind = 'identity.merged'"))
                .isEqualTo(1L);
        UUID next = node.apply(Events.message(Events.userParty("u1"), "m2", "it is me"));
        assertThat(node.value(
                        "select t.number from message m join ticket t on t.id = m.ticket_id where m.id = '%s'", next))
                .isEqualTo(ticket);
        node.expectGaplessLogs();
    }

    @Test
    void whatAnotherTabWroteWhileTheProofWasMadeGoesToTheSameTicket() {
        long ticket = node.says("v1", "hello");
        node.apply(Events.proven("v1", "u1", Map.of("name", "Li")));

        long late = node.says("v1", "from a tab that did not know yet");
        node.apply(Events.proven("v1", "u1", Map.of("name", "Li")));

        assertThat(late).isEqualTo(ticket);
        assertThat(node.count("ticket")).isEqualTo(1);
        assertThat(node.value("select count(*) from ticket_event where kind = 'identity.merged'"))
                .isEqualTo(1L);
        node.expectGaplessLogs();
    }

    @Test
    void twoOpenTicketsOfOnePersonBecomeOne() {
        node.apply(Events.message(Events.userParty("u1"), "m1", "from my account"));
        long anonymous = node.says("v1", "from another browser");
        node.reply(anonymous, mei, "hi");

        node.apply(Events.proven("v1", "u1", Map.of()));

        assertThat(node.value(
                        "select string_agg(concat_ws(' ', status, message_count), ', ' order by number) from ticket"))
                .isEqualTo("new 3, closed 0");
        assertThat(node.value("select string_agg(m.text, ', ' order by m.seq) from message m"
                        + " join ticket t on t.id = m.ticket_id where t.status = 'new'"))
                .isEqualTo("from my account, from another browser, hi");
        assertThat(node.value("select kind from ticket_link")).isEqualTo("merged");
        assertThat(node.count("ticket_event where kind = 'tickets.merged'")).isEqualTo(1);
        assertThat(node.count(
                        "ticket t join message m on m.id = t.last_message where t.status = 'new' and m.text = 'hi'"))
                .isEqualTo(1);
        node.expectGaplessLogs();
    }

    @Test
    void aReplyThatWentAlongIsStillReportedOn() {
        node.apply(Events.message(Events.userParty("u1"), "m1", "from my account"));
        Message reply = node.reply(node.says("v1", "from another browser"), mei, "hi");
        DB.run("update outbox set state = 'sent'");
        node.apply(Events.proven("v1", "u1", Map.of()));

        node.apply(Events.reported("v1", reply.id(), "delivered"));

        assertThat(node.value("select state from outbox")).isEqualTo("delivered");
        assertThat(node.value("select t.status from ticket_event e join ticket t on t.id = e.ticket_id"
                        + " where e.kind = 'message.delivery'"))
                .as("the entry is in the thread where the message is now")
                .isEqualTo("new");
        node.expectGaplessLogs();
    }

    @Test
    void provingTheSameAgainChangesNothing() {
        node.says("v1", "hello");
        node.apply(Events.proven("v1", "u1", Map.of()));
        long before = node.count("ticket_event");

        node.apply(Events.proven("v1", "u1", Map.of()));

        assertThat(node.count("ticket_event")).isEqualTo(before);
        assertThat(node.count("quarantine")).isZero();
    }

    @Test
    void aSolvedAnonymousTicketGoesAlongAndStaysSolved() {
        long ticket = node.says("v1", "hello");
        node.set(ticket, mei, Status.SOLVED);

        node.apply(Events.proven("v1", "u1", Map.of()));

        assertThat(node.value("select concat_ws(' ', t.status, d.kind) from ticket t join party p on p.id = t.party_id"
                        + " join identity d on d.id = p.identity_id"))
                .isEqualTo("solved user");
    }

    @Test
    void aProofBetweenMessagesKeepsTheirOrder() {
        node.receive(Events.message("v1", "one"));
        node.receive(Events.proven("v1", "u1", Map.of()));
        node.receive(Events.message(Events.userParty("u1"), "m2", "two"));
        node.processed();

        assertThat(node.value("select string_agg(text, ' ' order by seq) from message"))
                .isEqualTo("one two");
        assertThat(node.count("ticket")).isEqualTo(1);
    }

    private Object contactOf(String kind, String value) {
        return node.value("select contact_id from identity where kind = '%s' and value = '%s'", kind, value);
    }
}
