package tributary.connector.livechat.wire;

/** A frame that breaks the shape of the protocol: the socket is closed. Says what was expected, quotes nothing. */
public final class BadFrameException extends Exception {
    public BadFrameException(String message) {
        super(message, null, false, false);
    }
}
