package tributary.connector.sms.smpp.pdu;

/** {@code command_status} (SMPP 3.4, section 5.1.3): those that somebody decides by. */
public final class Status {

    public static final int OK = 0x00;
    public static final int INVALID_MESSAGE_LENGTH = 0x01;
    public static final int INVALID_COMMAND_LENGTH = 0x02;
    public static final int INVALID_COMMAND_ID = 0x03;
    public static final int INCORRECT_BIND_STATUS = 0x04;
    public static final int ALREADY_BOUND = 0x05;
    public static final int SYSTEM_ERROR = 0x08;
    public static final int INVALID_SOURCE = 0x0A;
    public static final int INVALID_DESTINATION = 0x0B;
    public static final int BIND_FAILED = 0x0D;
    public static final int INVALID_PASSWORD = 0x0E;
    public static final int INVALID_SYSTEM_ID = 0x0F;
    public static final int QUEUE_FULL = 0x14;
    public static final int INVALID_ESM_CLASS = 0x43;
    public static final int SUBMIT_FAILED = 0x45;
    public static final int THROTTLED = 0x58;
    public static final int TEMPORARY_ERROR = 0x64;
    public static final int PERMANENT_ERROR = 0x65;
    public static final int REFUSED = 0x66;
    public static final int INVALID_OPTIONAL_PART = 0xC0;
    public static final int INVALID_PARAMETER_LENGTH = 0xC2;

    private Status() {}

    /** As people see it: {@code 0x00000058}. */
    public static String shown(int status) {
        return String.format("0x%08X", status);
    }
}
