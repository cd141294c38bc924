package tributary.connector.sms.smpp;

/** A request left and nobody answered: nobody knows what became of it. */
final class NoAnswerException extends RuntimeException {
    NoAnswerException(String message) {
        super(message, null, false, false);
    }
}
