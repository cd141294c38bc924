package tributary.connector;

/** A payload that cannot be understood. The message says where and what was expected, never what the customer wrote. */
public final class UnreadableException extends RuntimeException {
    public UnreadableException(String message) {
        super(message);
    }
}
