package tributary.connector.email.send;

/**
 * The relay had the whole mail and did not say whether it took it (RFC 1047). It may arrive or not; a person decides
 * whether to send it again.
 */
public final class NobodyKnowsException extends RuntimeException {
    NobodyKnowsException(String message) {
        super(message);
    }
}
