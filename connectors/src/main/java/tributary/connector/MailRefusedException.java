package tributary.connector;

/** A mailbox does not want a mail; the sending host is told so in these words. */
public final class MailRefusedException extends RuntimeException {

    private final int code;
    private final String enhanced;

    /**
     * @param code SMTP reply code, 400 to 599: below 500 the sender tries again
     * @param enhanced RFC 3463 status of the same class, for example {@code 5.7.1}
     * @param message one line for the sender; never a secret, never a customer's text
     */
    public MailRefusedException(int code, String enhanced, String message) {
        super(message, null, false, false);
        if (code < 400
                || code > 599
                || !enhanced.matches("[45]\\.[0-9]{1,3}\\.[0-9]{1,3}")
                || enhanced.charAt(0) - '0' != code / 100) {
            throw new IllegalArgumentException(
                    "code: expected 4xx 4.x.x or 5xx 5.x.x, found " + code + " \"" + enhanced + '"');
        }
        this.code = code;
        this.enhanced = enhanced;
    }

    public int code() {
        return code;
    }

    public String enhanced() {
        return enhanced;
    }

    /** What the sender is told. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
