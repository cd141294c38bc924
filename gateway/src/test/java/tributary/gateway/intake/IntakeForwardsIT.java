package tributary.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.conversation.Author;
import tributary.conversation.Clue;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.Forwarded;
import tributary.conversation.IdentityKey;
import tributary.conversation.Letter;
import tributary.conversation.PartyKey;
import tributary.conversation.Recipient;
import tributary.conversation.Trust;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/** Letters that pass on letters: whose they are depends on who passes them on. */
class IntakeForwardsIT {

    private static final String MEI = "mei@example.com";
    private static final Trust FORGED = new Trust(Trust.FAIL, "fail", "none", "fail", "example.com");

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        DB.run(
                "insert into agent (id, email, name, role) values (gen_random_uuid(), 'Mei@example.com', 'Mei', 'agent')");
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void whatAnAgentPassesOnIsItsAuthorsAndUnverified() {
        UUID id = node.apply(forward(MEI, Trust.UNKNOWN, List.of()));

        assertThat(author(id)).isEqualTo("zhao@lamp.example|Zhao|My lamp is broken.");
        assertThat(node.value("select letter -> 'forwardedBy' ->> 'address' from message where id = '%s'", id))
                .isEqualTo(MEI);
        assertThat(node.value("select letter -> 'trust' ->> 'level' from message where id = '%s'", id))
                .isEqualTo("none");
        assertThat(node.value("select t.subject || '|' || c.name from ticket t join contact c on c.id = t.contact_id"))
                .isEqualTo("broken lamp|Zhao");
    }

    @Test
    void aStrangersForwardIsTheStrangers() {
        UUID id = node.apply(forward("eve@other.example", Trust.UNKNOWN, List.of()));

        assertThat(author(id)).startsWith("eve@other.example|");
    }

    @Test
    void nobodyForwardsInTheNameOfAnAgentWhoseDomainDeniesIt() {
        UUID id = node.apply(forward(MEI, FORGED, List.of()));

        assertThat(author(id)).startsWith(MEI);
    }

    @Test
    void theForwardersReferencesLeadNowhere() {
        node.apply(letter("zhao@lamp.example", Trust.UNKNOWN, List.of(), null, "first"));
        Clue first = new Clue("references", null, null, "first", false);

        node.apply(forward(MEI, Trust.UNKNOWN, List.of(first)));

        assertThat(node.count("ticket")).isEqualTo(2);
    }

    private String author(UUID message) {
        return (String) node.value(
                "select author_address || '|' || author_name || '|' || coalesce(reply, text) from message where id = '%s'",
                message);
    }

    private static MessageReceived forward(String from, Trust trust, List<Clue> clues) {
        Forwarded passedOn =
                new Forwarded(new Recipient("Zhao", "zhao@lamp.example"), "broken lamp", "My lamp is broken.");
        return letter(from, trust, clues, passedOn, "forward");
    }

    private static MessageReceived letter(String from, Trust trust, List<Clue> clues, Forwarded passedOn, String key) {
        Letter letter = new Letter(
                "Fwd: broken lamp",
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                key,
                clues,
                trust,
                Letter.HUMAN,
                null,
                List.of(),
                null,
                passedOn,
                null,
                null,
                null);
        return new MessageReceived(
                new PartyKey("post", new IdentityKey("email", "", from)),
                key,
                null,
                Author.contact("Somebody", from),
                "Please take this. My lamp is broken.",
                List.of(),
                null,
                letter,
                Instant.parse("2026-01-01T00:00:00Z"));
    }
}
