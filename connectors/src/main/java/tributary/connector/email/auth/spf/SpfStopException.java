package tributary.connector.email.auth.spf;

/** Ends an evaluation with a result, from wherever it is. */
final class SpfStopException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SpfResult result;

    SpfStopException(SpfResult result, String message) {
        super(message, null, false, false);
        this.result = result;
    }

    SpfResult result() {
        return result;
    }
}
