package tributary.load.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final int TWO_AGENTS = 2;

    private final Ledger ledger = new Ledger(TWO_AGENTS, 3, 10);

    @Test
    void isSettledWhenEveryAgentSawWhatWasAccepted() {
        accept(0, 0);
        see(0, 0);

        Audit audit = ledger.audit();

        assertThat(audit.settled()).isTrue();
        assertThat(audit.violations("messages")).isEmpty();
        assertThat(audit.seen()).isEqualTo(TWO_AGENTS);
    }

    @Test
    void findsAMessageThatOneAgentNeverSaw() {
        accept(1, 0);
        ledger.seen(0, 1, 0);

        Audit audit = ledger.audit();

        assertThat(audit.lost()).isEqualTo(1);
        assertThat(audit.settled()).isFalse();
        assertThat(audit.violations("messages")).containsExactly("1 messages lost");
    }

    @Test
    void findsAMessageThatAnAgentSawTwice() {
        accept(0, 0);
        see(0, 0);

        boolean first = ledger.seen(1, 0, 0);

        assertThat(first).isFalse();
        assertThat(ledger.audit().violations("messages")).containsExactly("1 messages doubled");
    }

    @Test
    void findsMessagesOfOneVisitorOutOfOrder() {
        accept(2, 0);
        accept(2, 1);
        see(2, 1);
        see(2, 0);

        assertThat(ledger.audit().violations("messages")).containsExactly("2 messages out of order");
    }

    @Test
    void letsMessagesOfDifferentVisitorsPassEachOther() {
        accept(0, 0);
        accept(1, 0);
        see(1, 0);
        see(0, 0);

        assertThat(ledger.audit().violations("messages")).isEmpty();
    }

    @Test
    void callsAMessageWithoutAnyAnswerSilent() {
        ledger.sent(0, 0);

        assertThat(ledger.audit().violations("messages")).containsExactly("1 messages never answered");
    }

    @Test
    void countsRefusalsByCodeAndDoesNotMissTheirMessages() {
        ledger.sent(0, 0);
        ledger.refused(0, 0, "rate-limited");
        ledger.sent(0, 1);
        ledger.refused(0, 1, "unavailable");
        ledger.seen(0, 0, 1);

        Audit audit = ledger.audit();

        assertThat(audit.refused()).isEqualTo(Map.of("rate-limited", 1, "unavailable", 1));
        assertThat(audit.err()).isEqualTo(2);
        assertThat(audit.refusedButSeen()).isEqualTo(1);
        assertThat(audit.violations("messages")).isEmpty();
    }

    private void accept(int visitor, int number) {
        ledger.sent(visitor, number);
        ledger.ok(visitor, number);
    }

    private void see(int visitor, int number) {
        for (int agent = 0; agent < TWO_AGENTS; agent++) {
            ledger.seen(agent, visitor, number);
        }
    }
}
