package tributary.connector.email.send;

/** A mail that can never be sent as it is. The message says why, in words an agent can use. */
final class UnsendableException extends RuntimeException {
    UnsendableException(String message) {
        super(message);
    }
}
