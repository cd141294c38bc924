package tributary.gateway.threading;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Threading of chat-like channels: one open ticket for each customer at an inbox. */
public final class SessionRule {

    private final Duration reopenWithin;

    /** @param reopenWithin how long after it was solved a ticket is still opened again */
    public SessionRule(Duration reopenWithin) {
        this.reopenWithin = reopenWithin;
    }

    /** @param newest the party's open ticket, or the newest of those that are not open */
    public ThreadDecision decide(Optional<Candidate> newest, Instant now) {
        if (newest.isEmpty()) {
            return new ThreadDecision.New(Optional.empty());
        }
        Candidate candidate = newest.get();
        if (candidate.open()) {
            return new ThreadDecision.Existing(candidate.ticket(), "open-ticket");
        }
        Instant solvedAt = candidate.solvedAt();
        return solvedAt != null && now.isBefore(solvedAt.plus(reopenWithin))
                ? new ThreadDecision.Reopened(candidate.ticket(), "reopened")
                : new ThreadDecision.New(Optional.of(ThreadDecision.Link.followUp(candidate.ticket())));
    }

    /**
     * A ticket the message might belong to.
     *
     * @param solvedAt when it was solved; null if it is open, or closed for good
     */
    public record Candidate(
            UUID ticket, boolean open, @Nullable Instant solvedAt) {}
}
