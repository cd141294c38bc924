package tributary.connector.sms.smpp;

import tributary.connector.sms.smpp.pdu.Status;

/** The message centre does not let us in. */
final class BindRefusedException extends RuntimeException {

    private final int status;

    BindRefusedException(int status) {
        super("the message centre refuses to bind us: " + Status.shown(status), null, false, false);
        this.status = status;
    }

    /** Asking again with the same words locks accounts. */
    boolean forGood() {
        return status == Status.INVALID_PASSWORD || status == Status.INVALID_SYSTEM_ID || status == Status.BIND_FAILED;
    }
}
