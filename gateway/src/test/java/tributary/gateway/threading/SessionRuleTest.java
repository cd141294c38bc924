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

    private final SessionRule rule = new SessionRule(Duration.ofDays(7));

    @Test
    void whoNeverWroteGetsANewTicket() {
        assertThat(rule.decide(Optional.empty(), NOW)).isEqualTo(new ThreadDecision.New(Optional.empty()));
    }

    @Test
    void anOpenTicketTakesTheMessage() {
        assertThat(decide(true, null)).isEqualTo(new ThreadDecision.Existing(TICKET));
    }

    @Test
    void aTicketSolvedWithinTheTimeIsReopened() {
        assertThat(decide(false, NOW.minus(Duration.ofDays(7)).plusMillis(1)))
                .isEqualTo(new ThreadDecision.Reopened(TICKET));
    }

    @Test
    void aTicketSolvedBeforeThatIsFollowedUp() {
        assertThat(decide(false, NOW.minus(Duration.ofDays(7)))).isEqualTo(new ThreadDecision.New(Optional.of(TICKET)));
    }

    @Test
    void aTicketClosedForGoodIsFollowedUp() {
        assertThat(decide(false, null)).isEqualTo(new ThreadDecision.New(Optional.of(TICKET)));
    }

    private ThreadDecision decide(boolean open, Instant solvedAt) {
        return rule.decide(Optional.of(new Candidate(TICKET, open, solvedAt)), NOW);
    }
}
