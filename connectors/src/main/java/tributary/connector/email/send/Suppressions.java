package tributary.connector.email.send;

import io.vertx.core.Future;
import java.util.Optional;
import tributary.connector.email.address.EmailAddress;

/** Who must not get mail from this installation. */
public interface Suppressions {

    /** Nobody is suppressed. */
    Suppressions NONE = address -> Future.succeededFuture(Optional.empty());

    /**
     * Why an address must not get mail; empty if it may.
     *
     * @return fails if the list cannot be read now; then nothing is sent
     */
    Future<Optional<Reason>> of(EmailAddress address);

    /** Why. */
    enum Reason {
        HARD_BOUNCE("hard-bounce"),
        COMPLAINT("complaint"),
        UNSUBSCRIBE("unsubscribe"),
        MANUAL("manual");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** As it stands in a delivery's reason. */
        public String word() {
            return word;
        }
    }
}
