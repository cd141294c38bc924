package tributary.connector.sms.smpp.pdu;

/** A frame that is no PDU. It is answered by {@code generic_nack} with the status. */
public final class MalformedPduException extends RuntimeException {

    private final int status;
    private final int sequence;

    private final boolean last;

    MalformedPduException(int status, int sequence, boolean last, String message) {
        super(message, null, false, false);
        this.status = status;
        this.sequence = sequence;
        this.last = last;
    }

    public int status() {
        return status;
    }

    public int sequence() {
        return sequence;
    }

    /** Whether nobody can say where the next frame begins. */
    public boolean last() {
        return last;
    }
}
