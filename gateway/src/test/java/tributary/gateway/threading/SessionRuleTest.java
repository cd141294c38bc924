package tributary.gateway.threading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tributary.gateway.threading.SessionRule.Candidate;

class SessionRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final UUID TICKET = UUID.randomUUID();
    private static final ThreadDecision FOLLOW_UP =
            new ThreadDecision.New(Optional.of(ThreadDecision.Link.followUp(TICKET)));

    private final SessionRule rule = new SessionRule(Duration.ofDays(7));

    @Test
    void whoNeverWroteGetsANewTicket() {
        assertThat(rule.decide(Optional.empty(), NOW)).isEqualTo(new ThreadDecision.New(Optional.empty()));
    }

    @Test
    void anOpenTicketTakesTheMessage() {
        assertThat(decide(true, null)).isEqualTo(new ThreadDecision.Existing(TICKET, "open-ticket"));
    }

    @Test
    void aTicketSolvedWithinTheTimeIsReopened() {
        assertThat(decide(false, NOW.minus(Duration.ofDays(7)).plusMillis(1)))
                .isEqualTo(new ThreadDecision.Reopened(TICKET, "reopened"));
    }

    @Test
    void aTicketSolvedBeforeThatIsFollowedUp() {
        assertThat(decide(false, NOW.minus(Duration.ofDays(7)))).isEqualTo(FOLLOW_UP);
    }

    @Test
    void aTicketClosedForGoodIsFollowedUp() {
        assertThat(decide(false, null)).isEqualTo(FOLLOW_UP);
    }

    private ThreadDecision decide(boolean open, Instant solvedAt) {
        return rule.decide(Optional.of(new Candidate(TICKET, open, solvedAt)), NOW);
    }
}
