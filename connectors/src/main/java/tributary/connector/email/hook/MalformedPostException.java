package tributary.connector.email.hook;

/** What was posted holds no mail. The message quotes nothing of it. */
public final class MalformedPostException extends RuntimeException {
    MalformedPostException(String expected) {
        super(expected, null, false, false);
    }
}
