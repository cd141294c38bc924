package tributary.gateway.threading;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Threading of letters: the first sign that counts decides. A signed address counts for whoever has it; a bare reference
 * or a subject only for who already takes part, because both can be guessed or seen by strangers. A forged sender joins
 * nothing.
 */
public final class LetterRule {

    private final Duration reopenWithin;

    /** @param reopenWithin how long after it was solved a ticket is still opened again */
    public LetterRule(Duration reopenWithin) {
        this.reopenWithin = reopenWithin;
    }

    /**
     * @param candidates the tickets that signs of the letter lead to, the strongest sign first
     * @param forged whether the author's domain denies the letter
     * @param inert whether a machine wrote it: it joins quietly, and reopens nothing
     */
    public ThreadDecision decide(List<Candidate> candidates, boolean forged, boolean inert, Instant now) {
        Optional<Candidate> match = candidates.stream()
                .filter(candidate -> !forged && (candidate.signed() || candidate.participant()))
                .findFirst();
        if (match.isEmpty()) {
            return new ThreadDecision.New(
                    candidates.stream().findFirst().map(candidate -> ThreadDecision.Link.related(candidate.ticket())));
        }
        Candidate candidate = match.get();
        if (candidate.open() || inert) {
            return new ThreadDecision.Existing(candidate.ticket(), candidate.rule());
        }
        Instant solvedAt = candidate.solvedAt();
        return solvedAt != null && now.isBefore(solvedAt.plus(reopenWithin))
                ? new ThreadDecision.Reopened(candidate.ticket(), candidate.rule())
                : new ThreadDecision.New(Optional.of(ThreadDecision.Link.followUp(candidate.ticket())));
    }

    /**
     * A ticket a sign leads to.
     *
     * @param rule the kind of sign
     * @param signed whether we made the sign for whoever has it
     * @param participant whether the sender takes part in the ticket
     * @param solvedAt when it was solved; null if it is open, or closed for good
     */
    public record Candidate(
            UUID ticket,
            String rule,
            boolean signed,
            boolean participant,
            boolean open,
            @Nullable Instant solvedAt) {}
}
