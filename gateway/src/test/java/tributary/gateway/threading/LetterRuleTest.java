package tributary.gateway.threading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tributary.gateway.threading.LetterRule.Candidate;

class LetterRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final UUID FIRST = UUID.randomUUID();
    private static final UUID SECOND = UUID.randomUUID();

    private final LetterRule rule = new LetterRule(Duration.ofDays(7));

    @Test
    void withoutASignATicketIsMade() {
        assertThat(decide()).isEqualTo(new ThreadDecision.New(Optional.empty()));
    }

    @Test
    void theFirstSignThatCountsDecides() {
        assertThat(decide(open(FIRST, "in-reply-to", false, true), open(SECOND, "references", false, true)))
                .isEqualTo(new ThreadDecision.Existing(FIRST, "in-reply-to"));
    }

    @Test
    void aSignOfATicketTheSenderHasNoPartInIsPassedOver() {
        assertThat(decide(open(FIRST, "in-reply-to", false, false), open(SECOND, "references", false, true)))
                .isEqualTo(new ThreadDecision.Existing(SECOND, "references"));
    }

    @Test
    void aStrangerWithABareReferenceGetsATicketOfTheirOwn() {
        assertThat(decide(open(FIRST, "in-reply-to", false, false)))
                .isEqualTo(new ThreadDecision.New(Optional.of(ThreadDecision.Link.related(FIRST))));
    }

    @Test
    void aStrangerWithASignedAddressJoins() {
        assertThat(decide(open(FIRST, "plus-address", true, false)))
                .isEqualTo(new ThreadDecision.Existing(FIRST, "plus-address"));
    }

    @Test
    void aForgedSenderJoinsNothing() {
        assertThat(rule.decide(List.of(open(FIRST, "plus-address", true, true)), true, false, NOW))
                .isEqualTo(new ThreadDecision.New(Optional.of(ThreadDecision.Link.related(FIRST))));
    }

    @Test
    void aTicketSolvedWithinTheTimeIsReopened() {
        assertThat(decide(solved(NOW.minus(Duration.ofDays(7)).plusMillis(1))))
                .isEqualTo(new ThreadDecision.Reopened(FIRST, "references"));
    }

    @Test
    void aTicketSolvedBeforeThatOrClosedIsFollowedUp() {
        ThreadDecision followUp = new ThreadDecision.New(Optional.of(ThreadDecision.Link.followUp(FIRST)));

        assertThat(decide(solved(NOW.minus(Duration.ofDays(7))))).isEqualTo(followUp);
        assertThat(decide(solved(null))).isEqualTo(followUp);
    }

    @Test
    void aMachineJoinsQuietlyWhateverTheTicketsState() {
        assertThat(rule.decide(List.of(solved(NOW)), false, true, NOW))
                .isEqualTo(new ThreadDecision.Existing(FIRST, "references"));
        assertThat(rule.decide(List.of(solved(null)), false, true, NOW))
                .isEqualTo(new ThreadDecision.Existing(FIRST, "references"));
    }

    private ThreadDecision decide(Candidate... candidates) {
        return rule.decide(List.of(candidates), false, false, NOW);
    }

    private static Candidate open(UUID ticket, String by, boolean signed, boolean participant) {
        return new Candidate(ticket, by, signed, participant, true, null);
    }

    private static Candidate solved(Instant at) {
        return new Candidate(FIRST, "references", false, true, false, at);
    }
}
