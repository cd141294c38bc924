package tributary.connector.sms.smpp.pdu;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a PDU asks or answers (SMPP 3.4, section 5.1.2.1). */
public enum Command {
    GENERIC_NACK(0x80000000),
    BIND_RECEIVER(0x00000001),
    BIND_RECEIVER_RESP(0x80000001),
    BIND_TRANSMITTER(0x00000002),
    BIND_TRANSMITTER_RESP(0x80000002),
    QUERY_SM(0x00000003),
    QUERY_SM_RESP(0x80000003),
    SUBMIT_SM(0x00000004),
    SUBMIT_SM_RESP(0x80000004),
    DELIVER_SM(0x00000005),
    DELIVER_SM_RESP(0x80000005),
    UNBIND(0x00000006),
    UNBIND_RESP(0x80000006),
    REPLACE_SM(0x00000007),
    REPLACE_SM_RESP(0x80000007),
    CANCEL_SM(0x00000008),
    CANCEL_SM_RESP(0x80000008),
    BIND_TRANSCEIVER(0x00000009),
    BIND_TRANSCEIVER_RESP(0x80000009),
    OUTBIND(0x0000000B),
    ENQUIRE_LINK(0x00000015),
    ENQUIRE_LINK_RESP(0x80000015),
    SUBMIT_MULTI(0x00000021),
    SUBMIT_MULTI_RESP(0x80000021),
    ALERT_NOTIFICATION(0x00000102),
    DATA_SM(0x00000103),
    DATA_SM_RESP(0x80000103);

    private static final int RESPONSE = 0x80000000;
    private static final Map<Integer, Command> BY_ID = new HashMap<>();

    static {
        for (Command command : values()) {
            BY_ID.put(command.id, command);
        }
    }

    private final int id;

    Command(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }

    public static Optional<Command> of(int id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /** Whether it answers something. */
    public boolean response() {
        return (id & RESPONSE) != 0;
    }

    /** The answer this command gets. */
    public Command answer() {
        return BY_ID.getOrDefault(id | RESPONSE, GENERIC_NACK);
    }
}
