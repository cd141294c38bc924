package tributary.load.faults.town;

import java.io.IOException;

/** Something that had to end did not: a promise is broken, or the machine is too slow. */
public final class StillWaitingException extends IOException {
    public StillWaitingException(String message) {
        super(message);
    }
}
