package tributary.connector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tributary.conversation.ReplyGrant;
import tributary.conversation.Unreachable;

/** What a provider said to an attempt to send. */
public sealed interface Delivery {

    /**
     * The provider has it.
     *
     * @param externalId the provider's id, where it gives one
     */
    record Accepted(@Nullable String externalId) implements Delivery {}

    /** Not now: try again after the given time. Nothing was sent. */
    record Deferred(Duration retryAfter, String reason) implements Delivery {}

    /**
     * Never: trying again will not help. Nothing was sent.
     *
     * @param grant what the refusal says about answering this customer at all, or null
     * @param unreachable the address that must not be written to again; null if nothing is said about that
     */
    record Rejected(
            String reason,
            @Nullable ReplyGrant grant,
            @Nullable Unreachable unreachable) implements Delivery {
        public Rejected(String reason, @Nullable ReplyGrant grant) {
            this(reason, grant, null);
        }

        public Rejected(String reason) {
            this(reason, null, null);
        }
    }
}
