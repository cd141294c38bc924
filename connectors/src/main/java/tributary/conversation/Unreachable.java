package tributary.conversation;

import java.util.UUID;

/**
 * An address that must not be written to any more, or not for some time.
 *
 * @param address in its canonical form
 * @param reason why: {@link #HARD_BOUNCE}, {@link #SOFT_BOUNCE} or {@link #COMPLAINT}
 * @param message the message of ours from which this was learnt
 */
public record Unreachable(String address, String reason, UUID message) {

    /** It does not work, and will not. */
    public static final String HARD_BOUNCE = "hard-bounce";

    /** It does not work now; several of these make a reason. */
    public static final String SOFT_BOUNCE = "soft-bounce";

    /** Its owner called a letter of ours unwanted. */
    public static final String COMPLAINT = "complaint";
}
