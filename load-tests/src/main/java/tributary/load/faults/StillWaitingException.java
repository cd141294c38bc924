package tributary.load.faults;

import java.io.IOException;

/** Something that had to end did not: a promise is broken, or the machine is too slow. */
final class StillWaitingException extends IOException {
    StillWaitingException(String message) {
        super(message);
    }
}
