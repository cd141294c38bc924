package tributary.connector.email.auth.dns;

/** No name server gave a usable answer in time: asking later may help. Never a reason to refuse or delay a mail. */
public final class DnsTroubleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DnsTroubleException(String message) {
        super(message, null, false, false);
    }
}
