package tributary.connector.wechat.seal;

/** A callback that its account did not send, or that somebody changed. All checks fail alike. */
public final class SealBrokenException extends RuntimeException {
    public SealBrokenException() {
        super("expected a callback of this account", null, false, false);
    }
}
