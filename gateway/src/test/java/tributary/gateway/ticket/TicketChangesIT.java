package tributary.gateway.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/** What agents change, and two at the same time. */
class TicketChangesIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private Ask mei;
    private long ticket;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        mei = new Ask(node.commands, node.agent("Mei"));
        ticket = node.says("v1", "hello");
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void aChangeBumpsTheRevAndIsLoggedOnce() {
        Ticket changed = await(mei.priority(ticket, Priority.URGENT));

        assertThat(changed.rev()).isEqualTo(2);
        assertThat(node.value("select data ->> 'changed' from ticket_event where kind = 'ticket.updated'"))
                .isEqualTo("{\"priority\": \"urgent\"}");
    }

    @Test
    void anUnchangedValueWritesNothing() {
        Ticket same = await(mei.priority(ticket, Priority.NORMAL));

        assertThat(same.rev()).isEqualTo(1);
        assertThat(node.count("ticket_event")).isEqualTo(2);
    }

    @Test
    void theSubjectsWordsStayOutOfTheLog() {
        Ticket changed = await(mei.describe(ticket, List.of("vip"), "Li's secret"));

        assertThat(changed.subject()).isEqualTo("Li's secret");
        assertThat(changed.tags()).containsExactly("vip");
        assertThat(node.count("ticket_event e where e::text like '%secret%'")).isZero();
    }

    @Test
    void whoKnowsAnOlderRevIsRefused() {
        await(mei.priority(ticket, Priority.HIGH));

        TicketRefused refused = Ask.refused(mei.priorityAt(ticket, Priority.LOW, 1));

        assertThat(refused.code()).isEqualTo("precondition-failed");
        assertThat(refused.members().getLong("rev")).isEqualTo(2);
        assertThat(await(mei.priorityAt(ticket, Priority.LOW, 2)).rev()).isEqualTo(3);
    }

    @Test
    void ofTwoWhoKnowTheSameRevOneWins() {
        List<Future<Ticket>> changes =
                List.of(mei.priorityAt(ticket, Priority.LOW, 1), mei.priorityAt(ticket, Priority.HIGH, 1));
        await(Future.join(changes).otherwiseEmpty());

        assertThat(changes.stream().filter(Future::succeeded)).hasSize(1);
    }

    @Test
    void reopeningBesideAnotherOpenTicketIsRefused() {
        await(mei.status(ticket, Status.CLOSED));
        long next = node.says("v1", "a new matter");

        TicketRefused refused = Ask.refused(mei.status(ticket, Status.OPEN));

        assertThat(refused.code()).isEqualTo("open-ticket-exists");
        assertThat(refused.members().getLong("number")).isEqualTo(next);
    }

    @Test
    void aTicketGoesToAnActiveAgentWhoMaySeeItOrToNobody() {
        UUID lin = node.agentOf("Lin", "web");
        UUID elsewhere = node.agentOf("Wu", "another inbox");

        assertThat(await(mei.assign(ticket, Optional.of(lin))).assignee()).isEqualTo(lin);
        assertThat(await(mei.assign(ticket, Optional.empty())).assignee()).isNull();
        assertThat(Ask.refused(mei.assign(ticket, Optional.of(UUID.randomUUID())))
                        .code())
                .isEqualTo("bad-request");
        assertThat(Ask.refused(mei.assign(ticket, Optional.of(elsewhere))).code())
                .isEqualTo("bad-request");
        DB.run("update agent set active = false where id = '" + lin + "'");
        assertThat(Ask.refused(mei.assign(ticket, Optional.of(lin))).code()).isEqualTo("bad-request");
    }

    @Test
    void readingIsToldOnceAndNeverTakenBack() {
        node.says("v1", "and");

        await(mei.read(ticket, 3));
        await(mei.read(ticket, 3));
        await(mei.read(ticket, 2));

        assertThat(node.count("ticket_event where kind = 'message.read'")).isEqualTo(1);
        assertThat(node.value("select m.text from party p join message m on m.id = p.read_by_agent"))
                .isEqualTo("and");
        assertThat(node.value("select party_seq is not null from ticket_event where kind = 'message.read'"))
                .isEqualTo(true);
    }

    @Test
    void readingAnOldTicketTakesNothingBackFromTheNewOne() {
        await(mei.status(ticket, Status.CLOSED));
        long next = node.says("v1", "a new matter");
        await(mei.read(next, 2));

        await(mei.read(ticket, 2));

        assertThat(node.value("select m.text from party p join message m on m.id = p.read_by_agent"))
                .isEqualTo("a new matter");
    }

    @Test
    void readingWhereTheCustomerWroteNothingIsNoNews() {
        await(mei.read(ticket, 1));

        assertThat(node.count("ticket_event where kind = 'message.read'")).isZero();
    }

    @Test
    void manyCommandsOnOneTicketAtOnceKeepItsSeqGapless() {
        List<Future<?>> commands = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            commands.add(mei.reply(ticket, "reply " + i));
            commands.add(mei.note(ticket, "note " + i));
            commands.add(mei.priority(ticket, i % 2 == 0 ? Priority.HIGH : Priority.LOW));
            node.receive(Events.message("v1", "message " + i));
        }
        await(Future.all(commands));
        node.processed();

        assertThat(node.count("message")).isEqualTo(61);
        node.expectGaplessLogs();
    }

    @Test
    void whoWaitedForTheTicketKnowsItsNewestMessage() {
        List<Future<?>> commands = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            commands.add(mei.reply(ticket, "reply " + i));
            commands.add(mei.priority(ticket, i % 2 == 0 ? Priority.HIGH : Priority.LOW));
        }
        await(Future.all(commands));

        Ticket last = await(mei.priority(ticket, Priority.URGENT));

        assertThat(last.lastMessage()).isNotNull();
        assertThat(node.value("select last_message = (select id from message order by seq desc limit 1) from ticket"))
                .isEqualTo(true);
    }

    @Test
    void whoWaitedWhileTheCustomerWasMergedStillFindsTheTicket() {
        List<Future<?>> commands = new ArrayList<>();
        node.receive(Events.proven("v1", "u1", Map.of("name", "Li")));
        for (int i = 0; i < 30; i++) {
            commands.add(mei.reply(ticket, "reply " + i));
        }
        await(Future.all(commands));
        node.processed();

        assertThat(node.count("outbox")).isEqualTo(30);
        node.expectGaplessLogs();
    }
}
