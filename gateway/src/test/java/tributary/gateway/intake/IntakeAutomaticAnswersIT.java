package tributary.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Arrival;
import tributary.conversation.Author;
import tributary.conversation.AutomaticAnswer;
import tributary.conversation.Clue;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.IdentityKey;
import tributary.conversation.Letter;
import tributary.conversation.PartyKey;
import tributary.conversation.Trust;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/** Letters to an inbox that has words for whoever opens a ticket. */
class IntakeAutomaticAnswersIT {

    private static final Trust FORGED = new Trust(Trust.FAIL, "fail", "none", "fail", "mail.example");

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void aNewTicketIsAnsweredAndStaysNew() {
        receive(letter("li", "one", Letter.HUMAN, Trust.UNKNOWN, List.of()));

        assertThat(node.value("select string_agg(direction || ' ' || author_kind || ' ' || text, ', ' order by seq)"
                        + " from message"))
                .isEqualTo("inbound contact one, outbound system we have it");
        assertThat(node.value("select letter->'to'->0->>'address' || ' ' || (letter->>'automatic') from message"
                        + " where direction = 'outbound'"))
                .isEqualTo("li@mail.example auto-reply");
        assertThat(node.value("select status from ticket")).isEqualTo("new");
        assertThat(node.value("select state from outbox")).isEqualTo("queued");
        node.expectGaplessLogs();
    }

    @Test
    void aSenderIsAnsweredOnceADay() {
        receive(letter("li", "one", Letter.HUMAN, Trust.UNKNOWN, List.of()));
        receive(letter("li", "two", Letter.HUMAN, Trust.UNKNOWN, List.of()));
        receive(letter("han", "three", Letter.HUMAN, Trust.UNKNOWN, List.of()));

        assertThat(node.count("ticket")).isEqualTo(3);
        assertThat(node.count("outbox")).isEqualTo(2);

        DB.run("update automatic_answer set at = now() - interval '25 h' where address = 'li@mail.example'");
        receive(letter("li", "four", Letter.HUMAN, Trust.UNKNOWN, List.of()));

        assertThat(node.count("outbox")).isEqualTo(3);
        assertThat(node.count("automatic_answer")).isEqualTo(2);
    }

    @Test
    void anAnswerInATicketIsNotAnswered() {
        receive(letter("li", "one", Letter.HUMAN, Trust.UNKNOWN, List.of()));
        DB.run("delete from automatic_answer");
        receive(letter(
                "li", "two", Letter.HUMAN, Trust.UNKNOWN, List.of(new Clue("in-reply-to", null, null, "one", false))));

        assertThat(node.count("ticket")).isEqualTo(1);
        assertThat(node.count("outbox")).isEqualTo(1);
    }

    @Test
    void machinesAndForgersAreNotAnswered() {
        receive(letter("list", "one", "list", Trust.UNKNOWN, List.of()));
        receive(letter("li", "two", Letter.HUMAN, FORGED, List.of()));

        assertThat(node.count("message")).isEqualTo(2);
        assertThat(node.count("outbox")).isZero();
    }

    private void receive(MessageReceived event) {
        Arrival arrival = Events.arrival(event);
        TestDatabase.await(node.journal.append(node.post(), arrival));
        node.processed();
    }

    private static MessageReceived letter(String from, String words, String automatic, Trust trust, List<Clue> clues) {
        String address = from + "@mail.example";
        Letter letter = new Letter(
                words,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                words,
                clues,
                trust,
                automatic,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                new AutomaticAnswer(address, "we have it"));
        return new MessageReceived(
                new PartyKey("post", new IdentityKey("email", "", address)),
                words,
                null,
                Author.contact(from, address),
                words,
                List.of(),
                null,
                letter,
                Events.AT);
    }
}
