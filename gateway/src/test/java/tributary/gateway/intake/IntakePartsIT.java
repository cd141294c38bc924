package tributary.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Accepted;
import tributary.conversation.ConversationEvent.MessagePartReceived;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/** Parts of a longer message become one, however they arrive. */
class IntakePartsIT {

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
    void partsInAnyOrderMakeOneMessageWithAllItsSources() {
        node.apply(part("v1", "a", 3, 3, " three"));
        node.apply(part("v1", "a", 1, 3, "one"));
        assertThat(node.count("message")).isZero();
        assertThat(node.count("message_part")).isEqualTo(2);

        node.apply(part("v1", "a", 2, 3, " two"));

        assertThat(node.value("select text from message")).isEqualTo("one two three");
        assertThat(node.count("message_source")).isEqualTo(3);
        assertThat(node.value("select count(distinct message_id) from message_source"))
                .isEqualTo(1L);
        assertThat(node.count("message_part")).isZero();
        assertThat(node.count("ticket")).isEqualTo(1);
        node.expectGaplessLogs();
    }

    @Test
    void partsInOneBatchAreMixedWithOtherMessagesAndKeepTheirPlace() {
        TestNode quiet = node.another();
        quiet.receive(part("v1", "a", 1, 2, "long "));
        quiet.receive(Events.message("v1", "between"));
        quiet.receive(part("v2", "a", 2, 2, "other"));
        quiet.receive(part("v1", "a", 2, 2, "story"));

        node.processed();

        assertThat(node.value("select string_agg(text, '|' order by seq) from message"))
                .isEqualTo("between|long story");
        assertThat(node.count("message_part")).isEqualTo(1);
        quiet.close();
    }

    @Test
    void aCharacterCutBetweenTwoPartsIsWholeAgain() {
        node.apply(part("v1", "a", 2, 2, "\uDE00!"));
        node.apply(part("v1", "a", 1, 2, "smile \uD83D"));

        assertThat(node.value("select text from message")).isEqualTo("smile 😀!");
    }

    @Test
    void tenMessagesOfThreePartsAtOnceAreTenMessagesInOneTicket() {
        List<Future<Accepted>> answers = new ArrayList<>();
        for (int number = 3; number >= 1; number--) {
            for (int i = 0; i < 10; i++) {
                answers.add(node.journal.append(
                        node.web(), Events.arrival(part("v1", "ref" + i, number, 3, i + "" + number + " "))));
            }
        }
        await(Future.all(answers));
        node.processed();

        assertThat(node.count("message")).isEqualTo(10);
        assertThat(node.count("message where text ~ '^(.)1 .2 .3 $'")).isEqualTo(10);
        assertThat(node.count("message_source")).isEqualTo(30);
        assertThat(node.count("ticket")).isEqualTo(1);
        node.expectGaplessLogs();
    }

    @Test
    void theSamePartUnderAnotherIdCountsOnce() {
        node.apply(part("v1", "a", 1, 2, "one "));
        node.apply(part("v1", "a", 1, 2, "one "));
        node.apply(part("v1", "a", 2, 2, "two"));

        assertThat(node.value("select string_agg(text, '|') from message")).isEqualTo("one two");
        assertThat(node.count("message_part")).isZero();
    }

    @Test
    void aReferenceThatComesRoundAgainDoesNotMixTwoMessages() {
        node.apply(part("v1", "a", 1, 2, "old "));
        node.apply(part("v1", "a", 1, 2, "new "));
        node.apply(part("v1", "a", 2, 2, "end"));

        assertThat(node.value("select string_agg(text, '|' order by seq) from message"))
                .isEqualTo("old [missing part 2]|new end");
        assertThat(node.count("message_part")).isZero();
    }

    @Test
    void whatIsMissingForTooLongIsSaidAndALatePartStillShown() {
        node.close();
        node = TestNode.fresh(DB).withIntake(new IntakeConfig(null, Duration.ofMillis(20), Duration.ofMillis(50)));

        node.receive(part("v1", "a", 1, 3, "one "));
        node.receive(part("v1", "a", 3, 3, " three"));
        TestNode.eventually(() -> node.count("message") == 1);
        node.receive(part("v1", "a", 2, 3, "two"));
        TestNode.eventually(() -> node.count("message") == 2);

        assertThat(node.value("select string_agg(text, '|' order by seq) from message"))
                .isEqualTo("one [missing part 2] three|[missing part 1]two[missing part 3]");
        assertThat(node.count("message_source")).isEqualTo(3);
        TestNode.eventually(() -> node.count("message_part") == 0);
        node.expectGaplessLogs();
    }

    private static MessagePartReceived part(String visitor, String assembly, int number, int total, String text) {
        String units = HexFormat.of().formatHex(bytes(text));
        return new MessagePartReceived(
                Events.party(visitor), "p-" + TestNode.IDS.get(), assembly, number, total, units, Events.AT);
    }

    /** Half characters too, which the charset's encoder would replace. */
    private static byte[] bytes(String text) {
        byte[] bytes = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >> 8);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        return bytes;
    }
}
