package tributary.load.client;

/**
 * A place in a stream.
 *
 * @param epoch the database's; empty for "from now on"
 * @param seq the last position known
 */
public record Cursor(String epoch, long seq) {

    /** No place: from now on. */
    public static final Cursor NOW = new Cursor("", 0);

    boolean isGiven() {
        return !epoch.isEmpty();
    }

    String members() {
        return isGiven() ? ",\"epoch\":\"" + epoch + "\",\"seq\":" + seq : "";
    }
}
