package tributary.connector.sms.smpp.pdu;

/**
 * One protocol data unit.
 *
 * @param status 0 in requests; see {@link Status}
 * @param sequence 1 to 0x7FFFFFFF; an answer has that of its request
 */
public record Pdu(Command command, int status, int sequence, Body body) {

    public static final Body.Empty NOTHING = new Body.Empty();

    public static Pdu request(Command command, int sequence, Body body) {
        return new Pdu(command, Status.OK, sequence, body);
    }

    public static Pdu request(Command command, int sequence) {
        return request(command, sequence, NOTHING);
    }

    public static Pdu nack(int status, int sequence) {
        return new Pdu(Command.GENERIC_NACK, status, sequence, NOTHING);
    }

    /** The answer to this request. */
    public Pdu answer(int with, Body answer) {
        return new Pdu(command.answer(), with, sequence, answer);
    }
}
