package tributary.connector;

/** Where providers' requests arrive: {@code /hooks/{inbox}} and everything below. */
public interface Hooks {

    /**
     * Takes the requests of this connector's inbox from now on. Call it in {@link Connector#start}. A larger body is answered
     * with 413, more requests at once than the node allows with 503; while the node stops, new requests get 503 and those in
     * work are answered.
     *
     * @param inbox the inbox's name
     * @param mostBytes largest body taken
     */
    void open(String inbox, int mostBytes, Hook hook);
}
