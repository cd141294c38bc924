package tributary.connector.email.auth.dkim;

/** A signature or a key that does not count, and why. */
final class DkimFaultException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final DkimResult result;
    private final String reason;

    DkimFaultException(DkimResult result, String reason) {
        super(reason, null, false, false);
        this.result = result;
        this.reason = reason;
    }

    DkimVerdict verdict(String domain, String selector) {
        return new DkimVerdict(result, domain, selector, reason);
    }
}
