package tributary.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Accepted;
import tributary.connector.Arrival;
import tributary.conversation.Author;
import tributary.conversation.Clue;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.IdentityKey;
import tributary.conversation.Letter;
import tributary.conversation.PartyKey;
import tributary.conversation.Trust;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/** Letters whose authors others must be asked about: stored at once, processed when there is an answer, in order. */
class IntakeSendersIT {

    private static final Trust FORGED = new Trust(Trust.FAIL, "fail", "none", "fail", "bank.example");
    private static final Trust PROVED = new Trust(Trust.VERIFIED, "pass", "pass", "pass", "bank.example");

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private final List<Promise<Trust>> questions = new CopyOnWriteArrayList<>();
    private TestNode node;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB);
        node.vouching = this::question;
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void storesALetterBeforeAnybodyIsAskedAndAppliesItWithTheAnswer() {
        node.withIntake();
        UUID id = receive(letter("li", "one", null), true);
        TestNode.eventually(() -> questions.size() == 1);
        assertThat(node.count("message")).isZero();

        questions.get(0).complete(PROVED);
        node.processed();

        assertThat(level(id)).isEqualTo("verified");
    }

    @Test
    void keepsTheOrderOfAnInboxWhileOneAnswerIsMissing() {
        node.withIntake();
        receive(letter("li", "first", null), false);
        receive(letter("li", "second", null), true);
        TestNode.eventually(() -> questions.size() == 1);
        receive(letter("li", "third", null), false);
        TestNode.eventually(() -> node.count("message") == 1);

        questions.get(0).complete(PROVED);
        node.processed();

        assertThat(node.value("select string_agg(text, ' ' order by t.number) from message m"
                        + " join ticket t on t.id = m.ticket_id"))
                .isEqualTo("first second third");
        node.expectGaplessLogs();
    }

    @Test
    void lettersWhoseAuthorWasDeniedJoinNoTicket() {
        node.withIntake();
        receive(letter("li", "true", null), false);
        node.processed();

        receive(letter("li", "forged", "true"), true);
        TestNode.eventually(() -> questions.size() == 1);
        questions.get(0).complete(FORGED);
        node.processed();
        receive(letter("li", "honest", "true"), true);
        TestNode.eventually(() -> questions.size() == 2);
        questions.get(1).complete(PROVED);
        node.processed();

        assertThat(node.value("select string_agg(text, ' ' order by m.seq) from message m"
                        + " join ticket t on t.id = m.ticket_id where t.number = (select min(number) from ticket)"))
                .isEqualTo("true honest");
        assertThat(node.count("ticket")).isEqualTo(2);
    }

    @Test
    void asksOnceMoreAfterACrashAndTheFirstStoredAnswerCounts() {
        node.withIntake();
        UUID id = receive(letter("li", "one", null), true);
        TestNode.eventually(() -> questions.size() == 1);

        try (TestNode next = node.another()) {
            next.vouching = raw -> Future.succeededFuture(FORGED);
            next.withIntake().processed();
        }
        questions.get(0).complete(PROVED);
        node.apply(Events.message("v1", "after both"));

        assertThat(level(id)).isEqualTo("fail");
        assertThat(node.value("select trust->>'level' from journal_trust")).isEqualTo("fail");
    }

    @Test
    void aLetterNobodyCanSayAnythingAboutIsAppliedAllTheSame() {
        node.vouching = raw -> Future.failedFuture("name servers of another planet");
        UUID failed = receive(letter("li", "one", null), true);
        node.withIntake().processed();
        node.vouching = raw -> {
            throw new IllegalStateException("broken");
        };
        UUID broken = receive(letter("li", "two", null), true);
        node.processed();

        assertThat(level(failed)).isEqualTo("none");
        assertThat(level(broken)).isEqualTo("none");
        assertThat(node.meters.counter(SenderChecks.FAILED).count()).isEqualTo(2);
    }

    @Test
    void readingItAgainLaterAsksNobodyAgain() {
        MessageReceived event = letter("li", "one", null, "loop: a mail of our own came back");
        UUID id = receive(event, true);
        node.vouching = raw -> Future.succeededFuture(FORGED);
        node.withIntake();
        TestNode.eventually(() -> node.count("quarantine") == 1);
        node.vouching = raw -> Future.failedFuture("asked twice");

        UUID parked = (UUID) node.value("select id from quarantine");
        assertThat(await(node.pen.accept(parked, inbox -> true, node.agent("Mei"))))
                .isTrue();
        node.processed();

        assertThat(level(id)).isEqualTo("fail");
        assertThat(node.meters.counter(SenderChecks.FAILED).count()).isZero();
    }

    private Future<Trust> question(Buffer raw) {
        Promise<Trust> question = Promise.promise();
        questions.add(question);
        return question.future();
    }

    private UUID receive(MessageReceived event, boolean unproven) {
        Arrival known = Events.arrival(event);
        Arrival arrival = new Arrival(
                event, known.raw(), known.contentHash(), known.onOtherContent(), unproven, Optional.empty());
        Accepted accepted = await(node.journal.append(node.post(), arrival));
        if (accepted instanceof Accepted.Recorded recorded) {
            return recorded.id();
        }
        throw new AssertionError("expected a new entry, found " + accepted);
    }

    private Object level(UUID message) {
        return node.value("select letter->'trust'->>'level' from message where id = '%s'", message);
    }

    private static MessageReceived letter(String from, String words, String answers) {
        return letter(from, words, answers, null);
    }

    private static MessageReceived letter(String from, String words, String answers, String doubt) {
        List<Clue> clues = answers == null ? List.of() : List.of(new Clue("in-reply-to", null, null, answers, false));
        Letter letter = new Letter(
                words,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                words,
                clues,
                Trust.UNKNOWN,
                Letter.HUMAN,
                null,
                List.of(),
                doubt,
                null,
                null,
                null,
                null);
        return new MessageReceived(
                new PartyKey("post", new IdentityKey("email", "", from + "@bank.example")),
                words,
                null,
                Author.contact(from, from + "@bank.example"),
                words,
                List.of(),
                null,
                letter,
                Events.AT);
    }
}
