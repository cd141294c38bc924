package tributary.connector.livechat.wire;

/** Why the server closes a visitor's socket. 3000 to 3499: come back; 3500 to 3999: do not. */
public enum CloseCode {
    TOO_BIG(1009, "frame too big"),
    SHUTDOWN(3001, "shutdown"),
    SERVER_ERROR(3004, "server error"),
    TOKEN_EXPIRED(3005, "token expired"),
    SLOW(3008, "slow consumer"),
    HOLE(3010, "insufficient state"),
    NO_PONG(3012, "no pong"),
    TOO_MANY(3013, "too many requests"),
    STATE_INVALIDATED(3014, "state invalidated"),
    IDENTITY_REFUSED(3500, "identity refused"),
    BAD_FRAME(3501, "protocol error"),
    NO_HELLO(3502, "no hello in time"),
    CONNECTION_LIMIT(3504, "connection limit");

    private final short number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = (short) number;
        this.reason = reason;
    }

    public short number() {
        return number;
    }

    /** At most 120 bytes of ASCII. */
    public String reason() {
        return reason;
    }
}
